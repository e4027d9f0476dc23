"""Rates as they were reported, each with its part and its base. A rate is never added to another."""

from collections.abc import Iterator

from commonweal.basics.numbers import ZERO
from commonweal.basics.tables import Record
from commonweal.indicators.facts import DELIVERED, STANDINGS, Facts
from commonweal.indicators.figure import Figure, percent
from commonweal.indicators.wording import id_of, sentences, title_of, with_period

RULE = "rates"


def figures(facts: Facts) -> Iterator[Figure]:
    """One figure for each reported rate, named by its delivery, with numerator and denominator.

    A rate of people with a protected characteristic is given for the whole body and the whole period only: the parts
    and the bases of its returns are added (never the rates).
    """
    lines = [line for line in facts.apart
             if facts.measures[line.text("measure")].text("counting") == "rate" and line.text("standing") in DELIVERED]
    # A report without rates never needs its claims by id, and there may be a million.
    claims = facts.book.by_id("deliveries") if lines else {}
    for line in lines:
        if line.text("people") != "characteristic":
            yield _reported(facts, line, claims[line.text("row")])
    for standing, standings in STANDINGS.items():
        groups: dict[tuple[str, ...], list[Record]] = {}
        for line in facts.protected_rates:
            if line.text("standing") in standings:
                kind = "" if facts.period(line.text("period")) else line.text("period_kind")
                groups.setdefault((line.text("measure"), line.text("period"), kind, line.text("span")), []).append(line)
        for (measure, period, kind, span), group in groups.items():
            rows = [claims[line.text("row")] for line in group]
            yield _protected(facts, standing, measure, {"period": period, "period_kind": kind, "span": span}, rows)


def _reported(facts: Facts, line: Record, claim: Record) -> Figure:
    measure = facts.measures[line.text("measure")]
    base = claim.number("denominator")
    figure = Figure(
        id=f"{RULE}.{line.text('row')}",
        title=title_of(facts, measure.text("title"), line.text("standing"), ("activity",), line.values),
        value=line.number("whole_quantity"), unit=measure.text("unit"), rule=RULE, standing=line.text("standing"),
        measure=measure.key, theme=measure.text("theme"), outcome=measure.text("outcome"), role=line.text("role"),
        activity=line.text("activity"), place=line.text("place") or facts.book.settings.place, bound=line.text("bound"),
        numerator=claim.number("numerator"), denominator=base, lines=1, lines_valued=0,
        selection={"row": line.text("row"), "counted": "no"},
        note=sentences("" if base is not None else "Base not given", claim.text("note")))
    return with_period(facts, figure, {name: line.text(name) for name in ("period", "period_kind", "span")})


def _protected(facts: Facts, standing: str, measure_id: str, named: dict[str, str], rows: list[Record]) -> Figure:
    measure = facts.measures[measure_id]
    part, base = (sum((row.number(name) or ZERO for row in rows), ZERO) for name in ("numerator", "denominator"))
    figure = Figure(
        id=id_of((RULE, standing), standing, {"measure": measure_id} | named, facts),
        title=title_of(facts, measure.text("title"), standing, (), {}),
        value=percent(part, base), unit="%", rule=RULE, standing=standing, measure=measure_id,
        theme=measure.text("theme"), outcome=measure.text("outcome"), place=facts.book.settings.place,
        numerator=part, denominator=base,
        selection={"standing": "|".join(STANDINGS[standing]), "measure": measure_id}
        | {name: text for name, text in named.items() if text} | {"counted": "no"},
        note=f"The parts and the bases of {len(rows)} returns are added; one person may be in more than one.")
    return with_period(facts, figure, named)
