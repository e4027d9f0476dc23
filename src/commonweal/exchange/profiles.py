"""Local area profiles: deprivation, earnings and skills of one place as facts beside what was done there.

The form is that of the open profiles with one JSON file a place and topic, called place_topic.json. A percentage that
its own counts contradict is worked out from the counts, and the contradiction is said.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import PurePath

from commonweal.basics.findings import Finding, Severity
from commonweal.basics.numbers import TEN_BILLION, plain, shorten, total
from commonweal.basics.rows import RowReader
from commonweal.basics.tables import Record
from commonweal.basics.told import Told, told
from commonweal.exchange.arrival import DOCUMENTS, Arrival, nothing_read
from commonweal.exchange.doors import Given
from commonweal.exchange.files import File, file_fault
from commonweal.exchange.ocds.nodes import Node
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
    value: Decimal
    unit: str
    printed: str
    definition: str = ""
    parts: tuple[Decimal, Decimal] | None = None
    comparator: str = ""


def arrive(file: File, book: Book, given: Given) -> Arrival:
    """What a profile adds to a book: rows of context for the place that its name begins with."""
    opened = open_file(file)
    if not opened.documents:
        return nothing_read(opened, reads=DOCUMENTS)
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
    reader = _Reader(file.name, places[slug(name)])
    for fact in topic(Node(said, "", reader.say)):
        reader.take(fact)
    if not reader.rows_in:
        return nothing_read(opened, file_fault("PROFILE-EMPTY", told("no fact stands in it."),
                                               told("Get the file anew."), file))
    if more := len(opened.documents) - 1:
        reader.findings.append(Finding("PROFILE-MORE", Severity.NOTE,
                                       told("{count} more documents stand in it, and are not read.", count=more),
                                       told("Bring each profile as a file of its own."), file.name))
    count = SheetCount("", reader.rows_in, len(reader.rows), reader.rows_in - len(reader.rows), 0)
    return Arrival(receipt(file, [count], [*opened.findings, *reader.findings]),
                   {"context": tuple(reader.rows.values())}, {"context": _COLUMNS})


class _Reader:
    """Takes the facts of a profile one by one, each as a row of context or refused with what was said of it."""

    def __init__(self, file: str, place: str) -> None:
        self.file, self.place = file, place
        self.reader = RowReader(CONTEXT, _COLUMNS, file)
        self.rows: dict[str, Record] = {}
        self.findings: list[Finding] = []
        self.rows_in = 0
        self.wrong: dict[str, Told] = {}

    def say(self, _: str, where: str, what: Told, __: Told) -> None:
        """What is wrong with the fact that is read next."""
        self.wrong.setdefault(where, what)

    def take(self, fact: _Fact | None) -> None:
        self.rows_in += 1
        if fact is None or self.wrong:
            self.findings += [self._fault("PROFILE-VALUE", what, where) for where, what in self.wrong.items()]
            self.wrong = {}
            return
        texts, contradiction = _texts(fact, self.place, self.file)
        record, faults = self.reader.read([texts[column] for column in _COLUMNS], self.rows_in)
        self.findings += faults
        if record is None:
            return
        if record.key in self.rows:
            self.findings.append(self._fault("ROW-DUPLICATE", told("'{title}' stands in it already.",
                                                                   title=fact.title[:80]), ""))
            return
        self.rows[record.key] = record
        if contradiction:
            self.findings.append(Finding("PROFILE-CONTRADICTS", Severity.NOTE, contradiction,
                                         told("The share of its counts was taken."), self.file, self.rows_in, "value",
                                         record.key))

    def _fault(self, code: str, message: Told, column: str) -> Finding:
        return Finding(code, Severity.ERROR, message, told("Correct it in the file, or get the file anew."), self.file,
                       self.rows_in, column)


def _texts(fact: _Fact, place: str, source: str) -> tuple[dict[str, str], Told | None]:
    """A fact as a row's texts, and what it contradicts."""
    value: Decimal | None = fact.value
    contradiction = None
    above, below = fact.parts or (None, None)
    if fact.parts and fact.unit == "%":
        share = percent(*fact.parts)
        if share is not None and abs(share - fact.value) > _HALF:
            contradiction = told("{title}: it prints {printed}%, and {part} of {whole} are {share}%.", title=fact.title,
                                 printed=shorten(fact.value), part=shorten(fact.parts[0]), whole=shorten(fact.parts[1]),
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


def _deprivation(profile: Node) -> Iterator[_Fact | None]:
    year = "The file does not say of which year the index is."
    yield _rank(profile, profile, "imdRank", "imd-rank", "Rank by the Index of Multiple Deprivation", year)
    score = _needed(profile, "imdScore")
    yield None if score is None else _Fact(
        "imd-score", "Score of the Index of Multiple Deprivation", score, "score", plain(score),
        f"More is more deprived. {year}")
    for domain in profile.each("domains"):
        yield None if domain is None else _rank(
            profile, domain, "rank", f"imd-rank-{_word(domain, 'key')}",
            f"Rank by deprivation: {domain.text('domain')}", year)


def _rank(profile: Node, of: Node, key: str, series: str, title: str, year: str) -> _Fact | None:
    rank, places = _needed(of, key), _needed(profile, "totalLAs")
    if rank is None or places is None:
        return None
    return _Fact(series, title, rank, "rank", f"{plain(rank)} of {plain(places)}", f"1 is the most deprived. {year}")


def _earnings(profile: Node) -> Iterator[_Fact | None]:
    for each in _listed(profile, "percentiles"):
        yield None if each is None else _percentile(each, _year(profile))
    if profile.data.get("genderGap") is not None:
        yield _gap(profile.node("genderGap"), _year(profile))


def _year(profile: Node) -> str:
    return f"Year {profile.text('year')}, as the file says; it does not say whether of residents or of jobs."


def _percentile(of: Node, year: str) -> _Fact | None:
    name, local, england = of.text("percentile").removeprefix("p"), _needed(of, "local"), _optional(of, "england")
    if not re.fullmatch("[1-9][0-9]?", name):
        of.wrong("percentile", told("a percentile such as p50"))
    return None if local is None else _Fact(
        f"earnings-p{name}", "Median earnings" if name == "50" else f"Earnings that {name}% stay below", local,
        "£ a year", _pounds(local), year, comparator="" if england is None else f"England, {_pounds(england)}")


def _gap(of: Node, year: str) -> _Fact | None:
    men, women, share = (_needed(of, name) for name in ("maleMedian", "femaleMedian", "gapPercent"))
    england = _optional(of, "englandGapPercent")
    if men is None or women is None or share is None:
        return None
    return _Fact("gender-pay-gap", "Gap between the median earnings of women and men", share, "%", f"{plain(share)}%",
                 f"Of the men's median. {year}", (men - women, men),
                 "" if england is None else f"England, {plain(england)}%")


def _skills(profile: Node) -> Iterator[_Fact | None]:
    # What is wrong with a group is said where it is read, not where the total is looked for.
    quiet = Node(profile.data, "", lambda *_: None)
    whole = next((_optional(group, "local") for group in quiet.nodes("qualifications") if _is_total(group)), None)
    for group in _listed(profile, "qualifications"):
        if group is None:
            yield None
        elif not _is_total(group):
            yield _share(group, "level", "qualification", "Highest qualification", whole,
                         "Of usual residents aged 16 years and over.")
    parts = [None if job is None else _optional(job, "local") for job in quiet.each("occupations")]
    in_all = None if None in parts else total([part for part in parts if part is not None])
    for job in profile.each("occupations"):
        yield None if job is None else _share(
            job, "group", "occupation", "Occupation", in_all, "Of all in the groups listed, added up.")


def _is_total(group: Node) -> bool:
    return group.text("level").startswith("Total")


def _share(of: Node, name: str, series: str, title: str, whole: Decimal | None, definition: str) -> _Fact | None:
    part, share, word = _needed(of, "local"), _needed(of, "localPct"), _word(of, name)
    if whole is None:
        of.wrong("local", told("part of a whole: the total, or a group of which it is the sum, has no number"))
    if part is None or share is None or whole is None:
        return None
    return _Fact(f"{series}-{word}", f"{title}: {of.text(name)}", share, "%", f"{plain(share)}%", definition,
                 (part, whole))


def _listed(of: Node, key: str) -> Iterator[Node | None]:
    """The objects of the list by which a topic is known: it must be one."""
    if of.data[key] is None:
        of.wrong(key, told("a list"))
        yield None
    yield from of.each(key)


def _optional(of: Node, key: str) -> Decimal | None:
    """A number that may be left out."""
    number = of.number(key)
    if number is not None and abs(number) >= TEN_BILLION:
        of.wrong(key, told("a number below ten billion"))
        return None
    return number


def _needed(of: Node, key: str) -> Decimal | None:
    """A number without which there is no fact."""
    if of.data.get(key) in (None, ""):
        of.wrong(key, told("a number"))
    return _optional(of, key)


def _word(of: Node, key: str) -> str:
    """A text that becomes part of an id."""
    word = slug(of.text(key))
    if not word:
        of.wrong(key, told("a word"))
    return word


def _pounds(amount: Decimal) -> str:
    return f"£{amount:,f}"


# The key by which the file of a topic is known, and what is taken from it.
_TOPICS: Mapping[str, Callable[[Node], Iterator[_Fact | None]]] = {
    "imdRank": _deprivation, "percentiles": _earnings, "qualifications": _skills,
}
