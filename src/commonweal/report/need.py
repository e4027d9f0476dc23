"""Need beside offer: how much of what was done landed in the most deprived neighbourhoods, measure by measure."""

from dataclasses import replace

from commonweal.indicators.figure import Figure
from commonweal.indicators.need import DEPRIVED, RULE
from commonweal.report.blocks import Inlines, Link, Paragraph, Part, Table
from commonweal.report.tables import cell, columns
from commonweal.report.words import say
from commonweal.report.year import Year

_SHARES = (*(f"deprived-{most}" for most in DEPRIVED), "unplaced")


def need(year: Year) -> Part | None:
    """One row a measure, one column a share; None where no line names a neighbourhood whose tenth is known."""
    rows: dict[str, dict[str, Figure]] = {}
    for figure in year.having("rule", RULE):
        if year.is_current(figure):
            _, share, measure = figure.id.split(".", 2)
            rows.setdefault(measure, {})[share] = figure
    if not rows:
        return None
    numbers = tuple(share.replace("-", "_") for share in _SHARES)
    table = Table("need-table", say("need.caption", period=year.period), columns("what", *numbers, numeric=numbers),
                  tuple(_row(year, found) for found in rows.values()))
    return Part("need", say("parts.need"), (Paragraph((say("need.lead"),)), table, Paragraph((say("need.places"),))))


def _row(year: Year, found: dict[str, Figure]) -> tuple[Inlines, ...]:
    title = cell(year.subject(next(iter(found.values()))))
    return (title, *((_share(year, found[share]),) if share in found else cell(say("none")) for share in _SHARES))


def _share(year: Year, figure: Figure) -> Link:
    """A share in words where it would be "at least 0%": that says nothing."""
    link = year.link(figure)
    return replace(link, text=say("need.none_known")) if figure.value == 0 and figure.bound == "at-least" else link
