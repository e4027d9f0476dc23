"""Each £ per unit as it is printed by its source and as it is used here."""

from collections.abc import Iterable

from commonweal.basics.numbers import per_unit, shorten
from commonweal.basics.tables import Record
from commonweal.report.blocks import Inlines, Table
from commonweal.report.tables import cell, columns
from commonweal.report.words import say, shown
from commonweal.report.year import Year


def unit_values_table(year: Year, id: str, values: Iterable[Record]) -> Table | None:
    """Each value once: amounts with their ranges, prices, source, licence, and what it must not be used for."""
    found = {(row.text("edition"), row.text("value"), row.text("units"), row.text("price_year")): row for row in values}
    if not found:
        return None
    rows = tuple(_row(year, row) for _, row in sorted(found.items()))
    return Table(
        id,
        say("method.values_caption"),
        columns(
            "measure",
            "version",
            "money",
            "printed",
            "used",
            "prices",
            "source",
            "licence",
            "is_not",
            numeric=("printed", "used"),
        ),
        rows,
    )


def _row(year: Year, row: Record) -> tuple[Inlines, ...]:
    prices = row.text("price_year")
    if row.text("uprated_with"):
        prices = say(
            "method.uprated", before=row.text("printed_price_year"), after=prices, index=row.text("uprated_with")
        )
    return (
        cell(_title(year, row)),
        cell(year.edition_titles.get(row.text("edition"), row.text("edition"))),
        cell(shown("money", row.text("kind"))),
        cell(_amount(row, "printed_")),
        cell(_amount(row, "")),
        cell(prices),
        cell(row.text("source")),
        cell(row.text("licence")),
        cell(row.text("is_not")),
    )


def _title(year: Year, row: Record) -> str:
    """The measure of that version with its unit: "Hours of volunteering (one hour)"."""
    for edition in year.book.editions:
        measure = edition.measures.get(row.text("value_measure"))
        if edition.id == row.text("edition") and measure:
            units, own = row.number("units"), year.facts.measures.get(row.text("case_id").rpartition(".")[0])
            if units is None or units == 1 or own is None:
                return say("method.for_one", measure=measure.text("title"), unit=measure.text("unit"))
            return say("method.for_part", measure=measure.text("title"), unit=measure.text("unit"),
                       units=shorten(units), own=own.text("unit"))
    return row.text("value_measure")


def _amount(row: Record, prefix: str) -> str:
    """A £ per unit with its range where the source gives one: "£4,300.00 (£3,350.00 to £5,250.00)"."""
    central, low, high = (row.number(f"{prefix}{name}") for name in ("central", "low", "high"))
    if row.get("redistributable") is False:
        return say("method.withheld")
    if central is None:
        return say("none")
    text = per_unit(central)
    if low is not None and high is not None:
        text += f" ({say('period.span', start=per_unit(low), end=per_unit(high))})"
    return text
