"""Local area profiles: deprivation, earnings and skills of one place as facts beside what was done there.

The form is that of the open profiles with one JSON file a place and topic, called place_topic.json. A percentage that
its own counts contradict is worked out from the counts, and the contradiction is said.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import PurePath
from typing import Any

from commonweal.basics.findings import Finding, Severity
from commonweal.basics.numbers import plain, shorten
from commonweal.basics.rows import RowReader
from commonweal.basics.tables import Record
from commonweal.basics.told import Told, told
from commonweal.exchange.arrival import Arrival, nothing_read
from commonweal.exchange.doors import Given
from commonweal.exchange.files import File
from commonweal.exchange.opening import open_file
from commonweal.exchange.receipt import SheetCount, receipt
from commonweal.indicators.figure import percent, slug
from commonweal.ledger.book import Book
from commonweal.ledger.tables import CONTEXT

_COLUMNS = ("id", "title", "value", "unit", "as_printed", "definition", "numerator", "denominator", "comparator",
            "place", "series", "source", "note")
# A printed percentage has one place: it may differ from its parts by half of that.
_HALF = Decimal("0.05")


@dataclass(frozen=True)
class _Fact:
    """One number of a profile; `printed` is how the file has it, `parts` the part and whole that it gives."""

    series: str
    title: str
    value: Decimal | None
    unit: str
    printed: str
    definition: str = ""
    parts: tuple[Decimal, Decimal] | None = None
    comparator: str = ""


def arrive(file: File, book: Book, given: Given) -> Arrival:
    """What a profile adds to a book: rows of context for the place that its name begins with."""
    opened = open_file(file)
    if not opened.documents:
        return nothing_read(opened)
    profile = opened.documents[0][1]
    name, _, _ = PurePath(file.name).stem.rpartition("_")
    places = {key: row.key for row in book.rows("places") for key in (row.key, slug(row.text("name")))}
    said = profile if isinstance(profile, dict) else {}
    topic = next((topic for key, topic in _TOPICS.items() if key in said), None)
    if topic is None or slug(name) not in places:
        why = (told("'{name}' is no place here.", name=name) if topic else
               told("it has no deprivation, earnings or skills."))
        return nothing_read(opened, Finding("PROFILE-UNKNOWN", Severity.ERROR, why,
                                            told("Name the file place_topic.json, after a place of places.csv, and "
                                                 "bring the topics deprivation, earnings and skills."),
                                            file.name))
    reader, rows, findings = RowReader(CONTEXT, _COLUMNS, file.name), list[Record](), list[Finding]()
    facts = [*topic(said)]
    for number, fact in enumerate(facts, 1):
        texts, contradiction = _texts(fact, places[slug(name)], file.name)
        record, faults = reader.read([texts[column] for column in _COLUMNS], number)
        findings += faults
        if record is not None:
            rows.append(record)
            if contradiction:
                findings.append(Finding("PROFILE-CONTRADICTS", Severity.NOTE, contradiction,
                                        told("The share of its counts was taken."), file.name, number, "value",
                                        record.key))
    count = SheetCount("", len(facts), len(rows), len(facts) - len(rows), 0)
    return Arrival(receipt(file, [count], [*opened.findings, *findings]), {"context": tuple(rows)},
                   {"context": _COLUMNS})


def _texts(fact: _Fact, place: str, source: str) -> tuple[dict[str, str], Told | None]:
    """A fact as a row's texts, and what it contradicts."""
    value, contradiction = fact.value, None
    above, below = fact.parts or (None, None)
    if fact.parts and fact.unit == "%":
        share = percent(*fact.parts)
        if share is not None and value is not None and abs(share - value) > _HALF:
            contradiction = told("{title}: it prints {printed}%, and {part} of {whole} are {share}%.", title=fact.title,
                                 printed=shorten(value), part=shorten(fact.parts[0]), whole=shorten(fact.parts[1]),
                                 share=shorten(share))
        value = share
    return {
        "id": f"{place}-{fact.series}", "title": fact.title, "value": _number(value), "unit": fact.unit,
        "as_printed": fact.printed, "definition": fact.definition, "numerator": _number(above),
        "denominator": _number(below), "comparator": fact.comparator, "place": place, "series": fact.series,
        "source": source, "note": f"The source contradicts itself. {contradiction}" if contradiction else "",
    }, contradiction


def _number(value: Decimal | None) -> str:
    return "" if value is None else plain(value)


def _decimal(value: object) -> Decimal | None:
    return Decimal(value) if isinstance(value, int | Decimal) and not isinstance(value, bool) else None


def _deprivation(profile: Mapping[str, Any]) -> Iterator[_Fact]:
    of = profile.get("totalLAs")
    what = "1 is the most deprived. The file does not say of which year the index is."
    yield _Fact("imd-rank", "Rank by the Index of Multiple Deprivation", _decimal(profile.get("imdRank")), "rank",
                f"{profile.get('imdRank')} of {of}", what)
    yield _Fact("imd-score", "Score of the Index of Multiple Deprivation", _decimal(profile.get("imdScore")), "score",
                str(profile.get("imdScore")),
                "More is more deprived. The file does not say of which year the index is.")
    for domain in profile.get("domains", []):
        name = str(domain.get("domain"))
        yield _Fact(f"imd-rank-{slug(str(domain.get('key')))}", f"Rank by deprivation: {name}",
                    _decimal(domain.get("rank")), "rank", f"{domain.get('rank')} of {of}", what)


def _earnings(profile: Mapping[str, Any]) -> Iterator[_Fact]:
    year = f"Year {profile.get('year')}, as the file says; it does not say whether of residents or of jobs."
    for each in profile.get("percentiles", []):
        name = str(each.get("percentile")).removeprefix("p")
        title = "Median earnings" if name == "50" else f"Earnings that {name}% stay below"
        yield _Fact(f"earnings-p{name}", title, _decimal(each.get("local")), "£ a year", f"£{each.get('local'):,}",
                    year, comparator=f"England, £{each.get('england'):,}")
    gap = profile.get("genderGap") or {}
    men, women = _decimal(gap.get("maleMedian")), _decimal(gap.get("femaleMedian"))
    if men is not None and women is not None:
        yield _Fact("gender-pay-gap", "Gap between the median earnings of women and men",
                    _decimal(gap.get("gapPercent")), "%", f"{gap.get('gapPercent')}%", f"Of the men's median. {year}",
                    (men - women, men), f"England, {gap.get('englandGapPercent')}%")


def _skills(profile: Mapping[str, Any]) -> Iterator[_Fact]:
    groups = profile.get("qualifications", [])
    whole = next((_decimal(each.get("local")) for each in groups if str(each.get("level")).startswith("Total")), None)
    for each in groups:
        level, part = str(each.get("level")), _decimal(each.get("local"))
        if part is not None and whole is not None and not level.startswith("Total"):
            yield _Fact(f"qualification-{slug(level)}", f"Highest qualification: {level}",
                        _decimal(each.get("localPct")), "%", f"{each.get('localPct')}%",
                        "Of usual residents aged 16 years and over.", (part, whole))
    jobs = profile.get("occupations", [])
    in_all = sum((_decimal(each.get("local")) or Decimal(0) for each in jobs), Decimal(0))
    for each in jobs:
        part = _decimal(each.get("local"))
        if part is not None:
            yield _Fact(f"occupation-{slug(str(each.get('group')))}", f"Occupation: {each.get('group')}",
                        _decimal(each.get("localPct")), "%", f"{each.get('localPct')}%",
                        "Of all in the groups listed, added up.", (part, in_all))


# The key by which the file of a topic is known, and what is taken from it.
_TOPICS: Mapping[str, Callable[[Mapping[str, Any]], Iterator[_Fact]]] = {
    "imdRank": _deprivation, "percentiles": _earnings, "qualifications": _skills,
}
