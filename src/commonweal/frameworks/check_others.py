"""The rules for indices and for the weights in awards."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from itertools import combinations, pairwise

from commonweal.basics.findings import Finding
from commonweal.basics.tables import Record
from commonweal.basics.told import told
from commonweal.frameworks.contents import Contents

_ENDLESS = Decimal("Infinity")


def check_indices(contents: Contents) -> Iterator[Finding]:
    """An index number of zero among several, and a year left out inside an index without being declared."""
    by_name: dict[str, list[Record]] = {}
    for record in contents.tables["indices"]:
        by_name.setdefault(record.text("index"), []).append(record)
    for name, records in by_name.items():
        # A factor of a single year carries nothing from year to year, and may be nought.
        for record in records if len(records) > 1 else ():
            if record.number_or_zero("value") == 0:
                yield contents.error("INDEX-ZERO", record, "value",
                                     told("an index number of zero cannot carry an amount."),
                                     told("Type the number that the source prints."))
        ordered = sorted(records, key=lambda record: record.count("year") or 0)
        for earlier, later in pairwise(ordered):
            missing = (later.count("year") or 0) - (earlier.count("year") or 0) - 1
            if missing and not contents.may_follow_a_gap(later):
                yield contents.error("INDEX-GAP", later, "year",
                                     told("'{name}' has nothing between {earlier} and {later}.", name=name,
                                          earlier=earlier.count("year"), later=later.count("year")),
                                     told('Fill it in, or declare it in edition.toml: gaps = ["{key}: why"].',
                                          key=later.key))


def check_bands(contents: Contents) -> Iterator[Finding]:
    """Bands turned upside down, and two bands that hold for the same contract on the same day."""
    bands = contents.tables["bands"]
    for band in bands:
        below = band.number("value_below")
        if below is not None and below <= band.number_or_zero("value_from"):
            yield contents.error("BAND-VALUES", band, "value_below", told("the band ends where it begins, or before."),
                                 told("Let value_below be greater than value_from, or leave it blank."))
        most = band.number("weight_to")
        if most is not None and most < band.number_or_zero("weight_from"):
            yield contents.error("BAND-WEIGHTS", band, "weight_to", told("the largest weight is below the smallest."),
                                 told("Correct one of the two."))
        start, end = _days(band)
        if end < start:
            yield contents.error("BAND-DATES", band, "valid_to",
                                 told("valid_to ({end}) is before valid_from ({start}).", end=end, start=start),
                                 told("Correct one of the two dates."))
    for first, second in combinations(bands, 2):
        if _meet(_days(first), _days(second)) and _values_meet(first, second):
            yield contents.error("BAND-OVERLAP", second, "value_from",
                                 told("'{key}' holds for some of the same contracts on the same days.", key=first.key),
                                 told("Let one band begin where the other ends."))


def _days(band: Record) -> tuple[date, date]:
    return band.day("valid_from") or date.min, band.day("valid_to") or date.max


def _meet(first: tuple[date, date], second: tuple[date, date]) -> bool:
    return first[0] <= second[1] and second[0] <= first[1]


def _values_meet(first: Record, second: Record) -> bool:
    tops = [_ENDLESS if (top := band.number("value_below")) is None else top for band in (first, second)]
    return first.number_or_zero("value_from") < tops[1] and second.number_or_zero("value_from") < tops[0]
