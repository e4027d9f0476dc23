"""How much could be valued, was checked, has evidence or is self-declared; and in which state claims stand."""

from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal

from commonweal.indicators.facts import DELIVERED, Facts
from commonweal.indicators.figure import Figure, percent
from commonweal.indicators.wording import name_of, with_period
from commonweal.snapshot.tables import OUTSIDE_PERIODS
from commonweal.valuation.cells import QuantityCell

RULE = "coverage"

_SHARES: dict[str, tuple[str, Callable[[QuantityCell], int]]] = {
    "valued": ("Reported lines that have a £ value", lambda cell: cell.valued),
    "checked": ("Reported lines that were checked",
                lambda cell: cell.lines if cell.keys["standing"] == "verified" else 0),
    "with-evidence": ("Reported lines with evidence", lambda cell: cell.lines if cell.keys["evidence"] else 0),
    "self-declared": ("Reported lines that nobody checked and no recipient confirmed",
                      lambda cell: 0 if cell.keys["standing"] == "verified" or cell.keys["confirmed"] else cell.lines),
    "with-place": ("Reported lines that say in which place they landed",
                   lambda cell: cell.lines if cell.keys["place"] else 0),
    "confirmed": ("Reported lines confirmed by whoever received it",
                  lambda cell: cell.lines if cell.keys["confirmed"] else 0),
}
_STATES = {
    "draft": "not yet sent", "submitted": "sent in", "queried": "with a question asked", "verified": "checked",
    "rejected": "not accepted",
}


def figures(facts: Facts) -> Iterator[Figure]:
    """Shares of the lines that enter totals, by period and by role, and claims by state. People counted by a protected
    characteristic are left out of the lines, so that nothing about them can be worked back."""
    delivered = [cell for cell in facts.open_quantities if cell.keys["standing"] in DELIVERED]
    for period in sorted({str(cell.keys["period"]) for cell in delivered}):
        of_period = [cell for cell in delivered if cell.keys["period"] == period]
        for role in ("", *sorted({str(cell.keys["role"]) for cell in of_period})):
            yield from _shares(facts, period, role, [cell for cell in of_period if role in ("", cell.keys["role"])])
    yield from _claims(facts)


def _shares(facts: Facts, period: str, role: str, cells: Iterable[QuantityCell]) -> Iterator[Figure]:
    listed = list(cells)
    base = Decimal(sum(cell.lines for cell in listed))
    valued = sum(cell.valued for cell in listed)
    for name, (title, count) in _SHARES.items():
        part = Decimal(sum(map(count, listed)))
        figure = Figure(
            id=_id(name, period, role), title=_title(facts, title, role), value=percent(part, base), unit="%",
            rule=RULE, standing="reported", role=role, place=facts.book.settings.place, numerator=part,
            denominator=base, lines=int(base), lines_valued=valued,
            selection={"standing": "|".join(DELIVERED), "period": period} | ({"role": role} if role else {})
            | {"people": "none|count", "counted": "yes"},
            note="" if period != OUTSIDE_PERIODS else "Lines of spans that are no part of a reporting period.")
        yield with_period(facts, figure, {"period": period})


def _claims(facts: Facts) -> Iterator[Figure]:
    for period in sorted({row.text("period") for row in facts.claim_counts}):
        of_period = [row for row in facts.claim_counts if row.text("period") == period]
        for role in ("", *sorted({row.text("role") for row in of_period})):
            counts = {state: sum(row.count("claims") or 0 for row in of_period
                                 if row.text("state") == state and role in ("", row.text("role"))) for state in _STATES}
            base = sum(counts.values())
            for state, count in counts.items():
                figure = Figure(
                    id=_id(f"claims.{state}", period, role), title=_title(facts, f"Claims {_STATES[state]}", role),
                    value=Decimal(count), unit="claims", rule=RULE, role=role, place=facts.book.settings.place,
                    numerator=Decimal(count), denominator=Decimal(base),
                    selection={"table": "claim_counts", "state": state, "period": period}
                    | ({"role": role} if role else {}),
                    note=f"{count} of {base} claims ({percent(Decimal(count), Decimal(base))}%).")
                yield with_period(facts, figure, {"period": period})


def _id(name: str, period: str, role: str) -> str:
    return ".".join(part for part in (RULE, name, role, period) if part)


def _title(facts: Facts, title: str, role: str) -> str:
    return f"{title}, {name_of(facts, 'role', role)}" if role else title
