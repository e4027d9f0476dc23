"""Cases: which £ per unit apply to a measure at a place on a day, settled once for each distinct case.

Everything that needs judgement or division is done here, in Decimal: the version in force, the most local
area, headline or parts, the crosswalk to other frameworks, uprating to the book's price year, and the
reason where there is no value. What follows only multiplies.
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property

from commonweal.basics.numbers import EXACT, round_to
from commonweal.basics.tables import Record, Value
from commonweal.frameworks.edition import Edition
from commonweal.frameworks.uprate import uprate
from commonweal.ledger.book import Book
from commonweal.snapshot.tables import UNIT_VALUES

_BLANK: dict[str, Value] = dict.fromkeys(UNIT_VALUES.names)
_CacheKey = tuple[str, str, date]


class Cases:
    """Settles cases for one book and remembers them; `records()` gives the table at the end."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self._places = {record.key: record.text("parent") for record in book.rows("places")}
        self._by_framework: dict[str, list[Edition]] = {}
        for edition in sorted(book.editions, key=lambda edition: edition.valid_from):
            self._by_framework.setdefault(edition.framework, []).append(edition)
        self._index = self._find_index()
        self._values_of: dict[tuple[str, str], list[Record]] = {}
        for edition in book.editions:
            for value in edition.values:
                # A headline is used, never its parts, so that nothing is counted with what it is made of.
                if not value.text("part_of"):
                    self._values_of.setdefault((edition.id, value.text("measure")), []).append(value)
        self._cases: dict[tuple[str, tuple[tuple[Value, ...], ...]], str] = {}
        self._numbers: Counter[str] = Counter()
        self._rows: dict[str, list[dict[str, Value]]] = {}
        self._known: dict[_CacheKey, str] = {}

    def _find_index(self) -> dict[int, Decimal]:
        prices = self.book.settings.prices
        if not prices or not prices.uprate_with:
            return {}
        return next(e for e in self.book.editions if e.id == prices.index_from).index(prices.uprate_with)

    def own_version(self, day: date) -> Edition | None:
        """The version of the book's own framework that is in force on a day."""
        return _in_force(self._by_framework.get(self.book.settings.own_framework, []), day)

    def measure(self, measure: str, day: date) -> Record | None:
        """The measure as the version in force on that day defines it, or as the nearest version that has it does."""
        version = self.own_version(day)
        if version and measure in version.measures:
            return version.measures[measure]
        having = [edition for edition in self.book.own_editions if measure in edition.measures]
        earlier = [edition for edition in having if edition.valid_from <= day]
        return (earlier[-1] if earlier else having[0]).measures[measure] if having else None

    def change_days(self, measure: str) -> list[date]:
        """The days on which a £ per unit of a measure may change: new versions and new values, here and across."""
        days = {edition.valid_from for edition in self.book.own_editions}
        for edition in self.book.own_editions:
            days |= {_first_day(value) for value in self._values_of.get((edition.id, measure), [])}
            for row in edition.crosswalk:
                if row.text("measure") == measure:
                    for other in self._by_framework.get(row.text("other_framework"), []):
                        days |= {_first_day(value)
                                 for value in self._values_of.get((other.id, row.text("other_measure")), [])}
        return sorted(days)

    def like_day(self, day: date) -> date:
        """The first of the days since which every case has been as it is on this day."""
        if self.own_version(day) is None:
            return day  # The reason for no value names the day.
        return self._turns[bisect_right(self._turns, day) - 1]

    @cached_property
    def _turns(self) -> list[date]:
        """The days on which any version or value begins, or has ended."""
        spans = [(edition.valid_from, edition.valid_to) for edition in self.book.editions]
        spans += [(_first_day(value), value.day("valid_to")) for values in self._values_of.values() for value in values]
        return sorted({first for first, _ in spans} | {last + timedelta(days=1) for _, last in spans
                                                       if last is not None and last < date.max})

    def settle(self, measure: str, place: str, day: date) -> str:
        """The id of the case for a measure at a place on a day."""
        known = (measure, place, day)
        if known not in self._known:
            self._known[known] = self._case(measure, self._resolve(measure, place, day))
        return self._known[known]

    def without(self, measure: str, reason: str) -> str:
        """The id of a case that has no value for a reason of its own."""
        return self._case(measure, [_no_value(reason)])

    def _case(self, measure: str, rows: list[dict[str, Value]]) -> str:
        key = (measure, tuple(tuple(row.values()) for row in rows))
        if key not in self._cases:
            self._numbers[measure] += 1
            self._cases[key] = f"{measure}.{self._numbers[measure]}"
            self._rows[self._cases[key]] = [{**row, "case_id": self._cases[key]} for row in rows]
        return self._cases[key]

    def rows(self, case_id: str) -> list[Record]:
        """The £ per unit of one settled case, or its reason for none, as rows of `unit_values`."""
        return [Record(UNIT_VALUES, row) for row in self._rows[case_id]]

    def records(self) -> list[Record]:
        """All settled cases as rows of `unit_values`."""
        return [Record(UNIT_VALUES, row) for rows in self._rows.values() for row in rows]

    def _resolve(self, measure: str, place: str, day: date) -> list[dict[str, Value]]:
        version = self.own_version(day)
        if version is None:
            return [_no_value(f"no version of the framework is in force on {day.isoformat()}")]
        record = version.measures.get(measure)
        if record is None:
            return [_no_value(f"{version.id} does not have this measure")]
        if record.text("counting") in ("rate", "yes-no"):
            return [_no_value(f"a {record.text('counting')} measure is not multiplied by £")]
        if record.text("people") == "characteristic":
            return [_no_value("people counted by a protected characteristic are counted, not priced")]
        answers = [(version, measure, Decimal("1.0000"))]
        for row in version.crosswalk:
            if row.text("measure") == measure:
                versions = self._by_framework.get(row.text("other_framework"), [])
                other = versions[0] if len(versions) == 1 else _in_force(versions, day)
                if other:
                    answers.append((other, row.text("other_measure"), row.number_or_zero("factor")))
        rows = [self._row(edition, value, units)
                for edition, name, units in answers
                for value in self._values(edition, name, place, day)]
        if rows:
            return sorted(rows, key=lambda row: (str(row["edition"]), str(row["value"])))
        return [_no_value(record.text("no_value_because") or f"{version.id} gives no £ per {record.text('unit')}")]

    def _values(self, edition: Edition, measure: str, place: str, day: date) -> Iterable[Record]:
        """The values in force, the most local area of each kind."""
        places = self._upwards(place)
        best: dict[str, tuple[int, Record]] = {}
        for value in self._values_of.get((edition.id, measure), []):
            last = value.day("valid_to")
            if _first_day(value) > day or (last is not None and last < day):
                continue
            area = value.text("area")
            if area and area not in places:
                continue
            distance = places.index(area) if area else len(places)
            kind = value.text("kind")
            if kind not in best or distance < best[kind][0]:
                best[kind] = (distance, value)
        return [value for _, value in best.values()]

    def _upwards(self, place: str) -> list[str]:
        chain: list[str] = []
        while place and place not in chain:
            chain.append(place)
            place = self._places.get(place, "")
        if self.book.settings.place not in chain:
            chain.append(self.book.settings.place)
        return chain

    def _row(self, edition: Edition, value: Record, units: Decimal) -> dict[str, Value]:
        source = value.text("source").split(",")[0].split(" ")[0]
        named = edition.sources.get(source)
        row = _BLANK | {
            "edition": edition.id,
            "value": value.key,
            "value_measure": value.text("measure"),
            "kind": value.text("kind"),
            "printed_price_year": value.count("price_year"),
            "units": units,
            "source": f"{named.title}, {named.publisher}" if named else value.text("source"),
            "licence": value.text("licence"),
            "redistributable": value.yes("redistributable") and edition.redistributable,
            "is_not": value.text("is_not"),
        }
        year = value.count("price_year") or 0
        prices = self.book.settings.prices
        wanted = prices.year if prices else year
        # A pound given is a pound given: face values are never carried to another year's prices.
        face_value = value.text("unit") == "£"
        move = not face_value and wanted != year and year in self._index and wanted in self._index
        row["price_year"] = wanted if move else year
        row["uprated_with"] = prices.uprate_with if move and prices else None
        for end in ("low", "central", "high"):
            amount = value.number(end)
            row[f"printed_{end}"] = amount
            if amount is not None:
                used = uprate(amount, self._index, year, wanted) if move else amount
                row[end] = used if units == 1 else round_to(EXACT.multiply(used, units), 4)
        return row


def _first_day(value: Record) -> date:
    day = value.day("valid_from")
    if day is None:
        raise TypeError("a value has a first day")
    return day


def _in_force(editions: list[Edition], day: date) -> Edition | None:
    return next((edition for edition in reversed(editions)
                 if edition.valid_from <= day and (edition.valid_to is None or day <= edition.valid_to)), None)


def _no_value(reason: str) -> dict[str, Value]:
    return _BLANK | {"reason": reason}
