"""Where the money went: what was paid to suppliers, and how much of it was local, in each meaning of the word."""

from collections.abc import Iterator

from commonweal.indicators.figure import Figure
from commonweal.indicators.local_spend import RULE
from commonweal.report.blocks import Block, Paragraph, Part, Section
from commonweal.report.tables import figure_table
from commonweal.report.words import say
from commonweal.report.year import Year

# The tables of the part, and how the figures of each begin behind the name of the rule.
_TABLES = {
    "meanings": ("paid.", "office-council.", "office-area.", "office-region.", "delivered-council.", "delivered-area.",
                 "delivered-region."),
    "unplaced": ("office-unplaced.", "delivered-unplaced."),
    "councils": ("office.place.",),
    "deprived": ("office-deprived-", "delivered-deprived-"),
    "sorts": ("sme.", "vcse."),
}


def local_spend(year: Year) -> Part | None:
    """Every meaning of 'local' side by side, with what could not be placed; None where no payment is on record."""
    figures = [figure for figure in year.having("rule", RULE) if year.is_current(figure)]
    if not figures:
        return None
    blocks: list[Block] = [Paragraph((say("local_spend.lead"),)), *_tables(year, figures),
                           Paragraph((say("local_spend.unnamed"),))]
    return Part("local-spend", say("parts.local_spend"), tuple(blocks))


def _tables(year: Year, figures: list[Figure]) -> Iterator[Block]:
    for name, starts in _TABLES.items():
        found = [figure for start in starts for figure in figures if figure.id.startswith(f"{RULE}.{start}")]
        table = figure_table(year, f"local-spend-{name}", say(f"local_spend.{name}_caption", period=year.period), found,
                             ("what", "number", "note"))
        if table:
            yield Section(f"local-spend-{name}-section", say(f"local_spend.{name}"), (table,))
