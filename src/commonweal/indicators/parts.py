"""Parts and other ways of counting: printed beside the whole, in no total."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from commonweal.basics.numbers import ZERO
from commonweal.basics.tables import Record
from commonweal.indicators.facts import APART, PROMISED, Facts, group_values
from commonweal.indicators.figure import Figure, Withheld
from commonweal.indicators.licence import NOTE, without_amounts
from commonweal.indicators.value import amounts
from commonweal.indicators.wording import KIND_WORDS, id_of, sentences, slug_id, title_of, with_period
from commonweal.valuation import reference

RULE = "parts"


def figures(facts: Facts, made: Mapping[str, Figure]) -> Iterator[Figure]:
    """Every row kept out of totals because it is a part, another way of counting, a repeat, or 'nearly' or 'up to'
    an amount: its number, why it is in no total, which figure holds the whole, and its value in £ where it has one.

    Rates and earlier readings of a level are no parts: rules of their own print them. People with a protected
    characteristic are left out.
    """
    groups: dict[tuple[str, str], list[Record]] = {}
    for line in facts.apart:
        hidden = line.text("people") == "characteristic" and line.text("origin") == "deliveries"
        if not hidden and _is_kept_apart(facts.book.by_id(line.text("origin"))[line.text("row")]):
            groups.setdefault((line.text("origin"), line.text("row")), []).append(line)
    for (origin, row), lines in groups.items():
        figure = _quantity(facts, made, facts.book.by_id(origin)[row], lines)
        yield figure
        yield from _values(facts, figure, lines)


def _is_kept_apart(row: Record) -> bool:
    return bool(row.text("part_of") or row.text("alternative_to") or row.text("bound") in ("nearly", "up-to")
                or row.values.get("counts") is False)


def _quantity(facts: Facts, made: Mapping[str, Figure], row: Record, lines: list[Record]) -> Figure:
    first = lines[0]
    measure = facts.measures[first.text("measure")]
    quantity, whole = (sum((line.number_or_zero(name) for line in lines), ZERO)
                       for name in ("quantity", "whole_quantity"))
    standing, activity = first.text("standing"), first.text("activity")
    figure = Figure(
        id=f"{RULE}.{row.table.name}.{row.key}",
        title=f"{title_of(facts, measure.text('title'), standing, ('activity',), first.values)}, in no total",
        value=quantity, whole=whole if whole != quantity else None, unit=measure.text("unit"), rule=RULE,
        standing=standing, measure=measure.key, theme=measure.text("theme"), outcome=measure.text("outcome"),
        role=first.text("role"), activity=activity, place=first.text("place") or facts.book.settings.place,
        bound=first.text("bound"),
        lines=len(lines), lines_valued=0, selection={"row": row.key, "origin": first.text("origin"), "counted": "no"},
        note=sentences(_why(facts, made, first), str(row.values.get("assumption") or ""), row.text("note")))
    named: dict[str, Any] = {"period_kind": first.text("period_kind")}
    if first.text("origin") == "deliveries":
        named |= {"period": first.text("period"), "span": first.text("span")}
    return with_period(facts, figure, named)


def _why(facts: Facts, made: Mapping[str, Figure], line: Record) -> str:
    """Why it is in no total, and which figure holds what is counted, where there is one."""
    why = line.text("why_not_counted")
    standing = line.text("standing")
    columns = ("measure", "stage", "period_kind", *(() if standing in PROMISED else ("period", "span")))
    named = {name: line.text(name) for name in columns}
    of_activity: dict[str, str] = {"activity": line.text("activity")}
    names = (id_of(("quantity", standing), standing, named | more, facts) for more in (of_activity, {}))
    whole = next((name for name in names if name in made), "")
    return sentences(f"{why[0].upper()}{why[1:]}", f"What is counted is in the figure {whole}" if whole else "")


def _values(facts: Facts, figure: Figure, lines: list[Record]) -> Iterator[Figure]:
    cells = reference.cells(lines, facts.unit_values, facts.factor_sets)
    for key, total in group_values(cells.values, ()).items():
        named = dict(zip(APART, key, strict=True))
        said = amounts(total)
        part = Figure(
            **{name: getattr(figure, name) for name in (
                "rule", "standing", "measure", "theme", "outcome", "role", "activity", "place", "period", "period_kind",
                "period_start", "period_end")},
            id=".".join((figure.id, *(slug_id(str(part)) for part in key))), unit="£", kind=named["kind"],
            title=f"{KIND_WORDS[named['kind']]}: {figure.title}", edition=named["edition"],
            price_year=named["price_year"],
            selection={**figure.selection, **{name: str(part) for name, part in named.items()}},
            **(said | {"note": sentences(figure.note, said["note"])}))
        # A part is one row, and nearly always of one amount: its £ over its quantity would be that amount.
        closed = part.withheld is Withheld.LICENCE
        yield replace(without_amounts(part), note=sentences(figure.note, NOTE)) if closed else part
