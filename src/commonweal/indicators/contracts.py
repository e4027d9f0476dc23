"""Contracts, grants and investments that include social value: by number and by value, of those awarded in a period."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from commonweal.basics.numbers import ZERO, pounds
from commonweal.basics.tables import Record
from commonweal.indicators.facts import Facts, bound_of
from commonweal.indicators.figure import Figure, chosen_rows, percent
from commonweal.indicators.wording import sentences, with_period
from commonweal.ledger.settings import ReportPeriod

RULE = "contracts"
KINDS = {"contract": "contracts", "grant": "grants", "investment": "investments"}
# "Nearly" and "up to" an amount was not reached, so it is added to nothing.
_NOT_TOTALLED = ("nearly", "up-to")


def figures(facts: Facts) -> Iterator[Figure]:
    """Shares of the awards of each period, each kind apart. 'Not recorded' is never taken for 'no': it is left out of
    the base and counted beside it. A period without awards has no figure; the whole book is counted as well."""
    for period in (*facts.book.settings.periods, None):
        for kind in KINDS:
            yield from _of(facts, period, kind, awarded(facts, period, kind))


def awarded(facts: Facts, period: ReportPeriod | None, kind: str) -> list[Record]:
    """The activities of one kind awarded in a period, or on any known day where it is None."""
    return [row for row in facts.book.rows("activities") if row.text("kind") == kind
            and (day := row.day("awarded")) is not None and (period is None or period.span.has(day))]


def share(facts: Facts, period: ReportPeriod | None, name: str, title: str, rows: Sequence[Record],
          of: Sequence[Record], *, worth: bool = False, rule: str = RULE, kind: str = "contract", bound: str = "exact",
          note: str = "") -> Figure:
    """A share of awards in percent, by number or by what they are worth, with both its parts and their rows."""
    part, base = (_worth(chosen) if worth else Decimal(len(chosen)) for chosen in (rows, of))
    figure = Figure(
        id=".".join((rule, name, *([period.id] if period else []))), title=title, value=percent(part, base), unit="%",
        rule=rule, numerator=part, denominator=base, place=facts.book.settings.place, bound=bound, note=note,
        selection={"table": "activities", "kind": kind}
        | ({"awarded": f"{period.span.start}/{period.span.end}"} if period else {}) | chosen_rows(rows, of))
    return with_period(facts, figure, {"period": period.id}) if period else figure


def _of(facts: Facts, period: ReportPeriod | None, kind: str, awards: Sequence[Record]) -> Iterator[Figure]:
    word = KINDS[kind]
    recorded = [row for row in awards if row.get("includes_social_value") is not None]
    missing = len(awards) - len(recorded)
    unsaid = f"{missing} of {len(awards)} {word} awarded do not say and are in neither number" if missing else ""
    if awards:
        yield share(facts, period, f"not-recorded.{kind}",
                    f"Awarded {word} that do not say whether social value was included",
                    [row for row in awards if row.get("includes_social_value") is None], awards, kind=kind)
    if recorded:
        included = [row for row in recorded if row.yes("includes_social_value")]
        yield share(facts, period, f"included.number.{kind}", f"Awarded {word} that include social value, by number",
                    included, recorded, kind=kind, note=sentences(unsaid))
        priced = [row for row in recorded if row.number("value") and row.text("value_bound") not in _NOT_TOTALLED]
        if priced:
            left_out = len(recorded) - len(priced)
            unpriced = f"{left_out} without a value that was reached are left out" if left_out else ""
            yield share(facts, period, f"included.value.{kind}",
                        f"Awarded {word} that include social value, by value in £",
                        [row for row in priced if row.yes("includes_social_value")], priced, worth=True, kind=kind,
                        bound=_bound(priced), note=sentences(unsaid, unpriced))
    if kind == "contract":
        yield from _above_threshold(facts, period, awards)
        yield from _act_2012(facts, period, awards)


def _above_threshold(facts: Facts, period: ReportPeriod | None, awards: Sequence[Record]) -> Iterator[Figure]:
    threshold = facts.book.settings.threshold
    if threshold is None:
        return
    above = [row for row in awards
             if (row.number("value") or ZERO) > threshold and row.text("value_bound") not in _NOT_TOTALLED]
    if not above:
        return
    included = [row for row in above if row.yes("includes_social_value")]
    exempt = [row for row in above if not row.yes("includes_social_value") and row.text("exemption")]
    refused = [row for row in above if row.get("includes_social_value") is False and not row.text("exemption")]
    unsaid = [row for row in above if row.get("includes_social_value") is None and not row.text("exemption")]
    for name, title, rows in (
        ("included", "that include social value", included), ("exempt", "with a stated exemption", exempt),
        ("neither", "that neither include social value nor state an exemption", refused),
        ("not-recorded", "that do not say", unsaid),
    ):
        words = f"Awarded contracts above {pounds(threshold)} {title}"
        yield share(facts, period, f"above-threshold.{name}.number", f"{words}, by number", rows, above)
        yield share(facts, period, f"above-threshold.{name}.value", f"{words}, by value in £", rows, above,
                    worth=True, bound=_bound(above))


def _act_2012(facts: Facts, period: ReportPeriod | None, awards: Sequence[Record]) -> Iterator[Figure]:
    in_scope = [row for row in awards if row.yes("act_2012")]
    if in_scope:
        considered = [row for row in in_scope if row.get("includes_social_value") is not None or row.text("exemption")]
        missing = sum(row.get("act_2012") is None for row in awards)
        unsaid = f"{missing} of {len(awards)} contracts do not say whether the Act covers them" if missing else ""
        yield share(facts, period, "act-2012.considered",
                    "Awarded contracts covered by the Social Value Act 2012 with a recorded consideration",
                    considered, in_scope, note=sentences(unsaid))


def _worth(rows: Sequence[Record]) -> Decimal:
    return sum((row.number("value") or ZERO for row in rows), ZERO)


def _bound(rows: Sequence[Record]) -> str:
    return "exact" if bound_of(row.text("value_bound") for row in rows) == "exact" else "about"
