"""The rules for £ per unit: what it values, its range, its dates, how it comes about, and what repeats."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from itertools import combinations

from commonweal.basics.findings import Finding, Refused
from commonweal.basics.numbers import plain
from commonweal.basics.periods import day_before
from commonweal.basics.tables import Record
from commonweal.basics.told import told
from commonweal.frameworks.contents import Contents
from commonweal.frameworks.derive import Indexed, parse_derivation, places_of
from commonweal.frameworks.model import series_of


def check_values(contents: Contents) -> Iterator[Finding]:
    """Every fault of values.csv, value by value and then series by series."""
    for value in contents.tables["values"]:
        yield from _measure(value, contents)
        yield from _range(value, contents)
        yield from _dates(value, contents)
        yield from _part(value, contents)
        yield from _derivation(value, contents)
        if contents.redistributable and not value.yes("redistributable"):
            yield contents.note("VALUE-WITHHELD", value, "redistributable",
                                told("'{key}' may not be redistributed, though the edition may.", key=value.key),
                                told("Nothing to mend: it stays out of published packages."))
    yield from _series(contents)
    yield from _repeats(contents)


def _measure(value: Record, contents: Contents) -> Iterator[Finding]:
    name = value.text("measure")
    if contents.lacks("measures", name):
        yield contents.error("VALUE-MEASURE-UNKNOWN", value, "measure",
                             told("there is no measure '{name}'.", name=name),
                             told("Correct the id, or add the measure to measures.csv."))
    for measure in contents.tables["measures"]:
        if measure.text("id") == name and measure.text("unit") != value.text("unit"):
            yield contents.error("VALUE-UNIT", value, "unit",
                                 told("the value is per {unit}, the measure counts {counted}.", unit=value.text("unit"),
                                      counted=measure.text("unit")),
                                 told("Make the two alike, or convert the amount by a derivation."))


def _range(value: Record, contents: Contents) -> Iterator[Finding]:
    low, central, high = value.number("low"), value.number_or_zero("central"), value.number("high")
    if low is not None and low > central:
        yield contents.error("VALUE-RANGE", value, "low", told("low is above central."),
                             told("Correct one of the two."))
    if high is not None and central > high:
        yield contents.error("VALUE-RANGE", value, "high", told("central is above high."),
                             told("Correct one of the two."))
    if (low is None) != (high is None):
        yield contents.error("VALUE-RANGE-HALF", value, "high" if high is None else "low",
                             told("a range needs both ends."),
                             told("Fill in both as the source prints them, or leave both blank."))
    if low is not None and low == high:
        yield contents.error("VALUE-RANGE-FLAT", value, "low", told("low and high are the same, so this is no range."),
                             told("Leave both blank where the source gives no range."))


def _dates(value: Record, contents: Contents) -> Iterator[Finding]:
    start, end = value.day("valid_from"), value.day("valid_to")
    if start is not None and end is not None and end < start:
        yield contents.error("VALUE-DATES", value, "valid_to",
                             told("valid_to ({end}) is before valid_from ({start}).", end=end, start=start),
                             told("Correct one of the two dates."))


def _part(value: Record, contents: Contents) -> Iterator[Finding]:
    headline = value.text("part_of")
    if not headline:
        return
    if contents.lacks("values", headline):
        yield contents.error("VALUE-PART-UNKNOWN", value, "part_of",
                             told("there is no value '{headline}'.", headline=headline),
                             told("Correct the id of the headline, or clear the cell."))
    above = {each.text("id"): each.text("part_of") for each in contents.tables["values"]}
    seen = {value.text("id")}
    while headline and headline not in seen:
        seen.add(headline)
        headline = above.get(headline, "")
    if headline == value.text("id"):
        yield contents.error("VALUE-PART-LOOP", value, "part_of",
                             told("'{headline}' is a part of itself.", headline=headline),
                             told("Let part_of lead to the headline, and leave the headline's own part_of blank."))


def _derivation(value: Record, contents: Contents) -> Iterator[Finding]:
    text = value.text("derivation")
    if not text:
        return
    amount = value.number_or_zero("central")
    try:
        derivation = parse_derivation(text)
    except Refused as error:
        yield contents.error("VALUE-DERIVATION-FORM", value, "derivation", told("'{text}' cannot be read.", text=text),
                             told("Instead {why}", why=error.message))
        return
    if isinstance(derivation, Indexed):
        try:
            result = derivation.amount(_index(derivation.index, contents))
        except Refused as error:
            if "indices" not in contents.refused:
                yield contents.error("VALUE-DERIVATION-INDEX", value, "derivation",
                                     told("'{index}' cannot carry the amount: {why}", index=derivation.index,
                                          why=error),
                                     told("Correct the name or the years, or add the index to indices.csv."))
            return
        if derivation.to_year != value.count("price_year"):
            yield contents.error("VALUE-DERIVATION-YEAR", value, "price_year",
                                 told("the derivation ends in {to_year} prices, the value says {price_year}.",
                                      to_year=derivation.to_year, price_year=value.count("price_year")),
                                 told("Correct one of the two years."))
    else:
        result = derivation.amount(places_of(amount))
    if result != amount:
        yield contents.error("VALUE-DERIVATION", value, "central",
                             told("{text} gives {result}, not {amount}.", text=text, result=plain(result),
                                  amount=plain(amount)),
                             told("Correct the amount or the derivation."))


def _index(name: str, contents: Contents) -> dict[int, Decimal]:
    return {
        record.count("year") or 0: record.number_or_zero("value")
        for record in contents.tables["indices"] if record.text("index") == name
    }


def _series(contents: Contents) -> Iterator[Finding]:
    series: dict[str, list[Record]] = {}
    for value in contents.tables["values"]:
        series.setdefault(series_of(value), []).append(value)
    for name, values in series.items():
        values.sort(key=_start)
        last = values[0]
        for value in values[1:]:
            if _start(value) <= _end(last):
                yield contents.error("VALUE-OVERLAP", value, "valid_from",
                                     told("'{name}' has a value from '{key}' until {last} already.", name=name,
                                          key=last.key, last=_words(last)),
                                     told("End the earlier value on the day before this one begins."))
            elif _end(last) < day_before(_start(value)) and not contents.may_follow_a_gap(value):
                yield contents.error("VALUE-GAP", value, "valid_from",
                                     told("'{name}' has no value between {last} and {value}.", name=name,
                                          last=_words(last), value=_start(value)),
                                     told('Close the gap, or declare it in edition.toml: gaps = ["{key}: why"].',
                                          key=value.key))
            if _end(value) > _end(last):
                last = value


def _start(value: Record) -> date:
    return value.day("valid_from") or date.min


def _end(value: Record) -> date:
    return value.day("valid_to") or date.max


def _words(value: Record) -> str:
    end = value.day("valid_to")
    return end.isoformat() if end else "further notice"


def _published(value: Record) -> tuple[Decimal, int]:
    """The amount as its source prints it, with its price year: before any indexing."""
    try:
        derivation = parse_derivation(value.text("derivation"))
    except Refused:
        derivation = None
    if isinstance(derivation, Indexed):
        return derivation.published, derivation.from_year
    return value.number_or_zero("central"), value.count("price_year") or 0


def _repeats(contents: Contents) -> Iterator[Finding]:
    alike: dict[tuple[str, str, Decimal], list[Record]] = {}
    for value in contents.tables["values"]:
        alike.setdefault((value.text("kind"), value.text("unit"), _published(value)[0]), []).append(value)
    for values in alike.values():
        for first, second in combinations(values, 2):
            together = _start(second) <= _end(first) and _start(first) <= _end(second)
            years = _published(first)[1], _published(second)[1]
            if together and years[0] != years[1]:
                yield contents.note("VALUE-SAME-AMOUNT", second, "central",
                                    told("'{key}' has the same published amount in {first} prices, this one in "
                                         "{second} prices.", key=first.key, first=years[0], second=years[1]),
                                    told("Look in the source whether the two are one figure."))
