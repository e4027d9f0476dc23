"""One of our cells from theirs, as a column map says; what the map does not settle is asked for, never guessed."""

import re
from collections import Counter
from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation

from commonweal.basics.numbers import EXACT, NotANumber, plain, read_number, round_to
from commonweal.basics.tables import WIDTHS, Column, Kind, NotReadable
from commonweal.basics.told import Told, told
from commonweal.exchange.files import Cell, as_text, shortest
from commonweal.exchange.maps.below_zero import with_minus
from commonweal.exchange.maps.dates import read_date
from commonweal.exchange.maps.model import FACTS, ColumnMap, Source, headings_of

_NOT_IN_IDS = re.compile(r"[^a-z0-9._-]+")
_YES, _NO = {"yes", "y", "true", "1"}, {"no", "n", "false", "0"}
# A financial year, which our tables call by its first calendar year.
_FINANCIAL_YEAR = re.compile(r"((?:19|20)[0-9]{2})[/-]((?:19|20)?[0-9]{2})")
_BRACES = re.compile(r"\{([^{}]*)\}")
_FIGURES = (Kind.QUANTITY, Kind.MONEY, Kind.UNIT_VALUE, Kind.SHARE)
# A number may have as many places on its way to being multiplied or rounded.
_MOST_PLACES = 30
_REMEMBERED = 10_000

# The cells of a row by heading, and the facts of the row itself, such as {row} and {file}.
Cells = Mapping[str, Cell]


class CellReader:
    """Reads one of our columns from rows of theirs. `notes` counts what was left blank or rounded, and why."""

    def __init__(self, source: Source, column: Column, found: ColumnMap, notes: Counter[Told]) -> None:
        self.source, self.column, self.map, self.notes = source, column, found, notes
        self.headings = headings_of(source)
        self._known: dict[tuple[Cell, ...], tuple[str, Told | None]] = {}
        self._by_row = not set(FACTS).isdisjoint(_BRACES.findall(source.words))
        self._ids: dict[str, str] = {}
        readers: dict[Kind, Callable[[str], str]] = {
            Kind.DATE: self._date, Kind.YES_NO: self._yes_no, Kind.COUNT: self._whole, Kind.YEAR: self._whole,
            Kind.ID: self._id, Kind.IDS: self._ids_of, **dict.fromkeys(_FIGURES, self._figure)}
        self._read = readers.get(column.kind, self._text)

    def read(self, cells: Cells) -> str:
        """The cell as our tables write it. Raises NotReadable with what to type, or what to add to the map."""
        if self._by_row:
            return self._whole_cell(cells)[0]
        key = tuple([cells.get(name) for name in self.headings])
        known = self._known.get(key)
        if known is None:
            known = self._whole_cell(cells)
            if len(self._known) < _REMEMBERED:
                self._known[key] = known
        text, note = known
        if note:
            self.notes[note] += 1
        return text

    def _whole_cell(self, cells: Cells) -> tuple[str, Told | None]:
        source = self.source
        typed = self._typed(cells)
        if not typed or typed.casefold() in source.blank:
            return source.if_blank, None
        if source.unit:
            unit = as_text(cells.get(source.unit.column)) or "not stated"
            if unit.casefold() != source.unit.only.casefold():
                if source.unit.other == "blank":
                    return "", (told("{column} left blank, because of its unit", column=self.column.name)
                                if self.map.may_name_people else
                                told("{column} left blank, because the unit is '{unit}'", column=self.column.name,
                                     unit=unit))
                raise NotReadable("MAP-UNIT",
                                  told("the unit is '{unit}', and only '{only}' is taken", unit=unit,
                                       only=source.unit.only))
        if source.values:
            if typed.casefold() in source.values:
                return source.values[typed.casefold()], None
            if source.others is None:
                raise NotReadable("MAP-VALUE",
                                  told("add '{typed}' to values in the map, with what it is called here",
                                       typed=typed[:40]))
            return source.others, (told("other words became '{others}' in {column}", others=source.others,
                                        column=self.column.name) if self.map.may_name_people else
                                   told("'{typed}' became '{others}' in {column}", typed=typed[:40],
                                        others=source.others, column=self.column.name))
        text = self._read(typed)
        note = told("a dash at the beginning of a text became –") if text[0] == "–" != typed[0] else None
        if source.rounded and self.column.kind in _FIGURES:
            text, note = self._round(text)
        return text, note

    def _typed(self, cells: Cells) -> str:
        source = self.source
        if source.words:
            return _BRACES.sub(lambda found: as_text(cells.get(found[0]) or cells.get(found[1])), source.words).strip()
        if source.first_of:
            return next((text for name in source.first_of if (text := as_text(cells.get(name)))), "")
        texts = [as_text(cells.get(name)) for name in source.columns]
        return source.join.join(text for text in texts if text) if all(texts) or not source.make_id else ""

    def _date(self, typed: str) -> str:
        return read_date(typed, self.map.dates, self.source.day)

    def _yes_no(self, typed: str) -> str:
        if typed.casefold() in _YES | _NO:
            return "yes" if typed.casefold() in _YES else "no"
        raise NotReadable("CELL-CHOICE", told("write yes or no, or say under values in the map what is meant"))

    def _whole(self, typed: str) -> str:
        if found := _FINANCIAL_YEAR.fullmatch(typed):
            return _first_year(found, typed)
        text = self._number(typed)
        return text.partition(".")[0] if not text.partition(".")[2].strip("0") else text

    def _text(self, typed: str) -> str:
        # Text of a list often begins with a dash; of a spreadsheet's formula it must not be made into anything.
        return f"– {typed.lstrip('- ')}" if typed.startswith("-") and typed.lstrip("- ")[:1].isalpha() else typed

    def _id(self, typed: str) -> str:
        if not self.source.make_id:
            return typed
        made = _NOT_IN_IDS.sub("-", typed.casefold()).strip("-._")
        if not made:
            raise NotReadable("MAP-ID", told("no id can be made of it: it has neither letters nor digits"))
        first = self._ids.setdefault(made, typed)
        if first.casefold() != typed.casefold():
            raise NotReadable("MAP-ID",
                              told("its id would be '{made}', as that of '{first}' is", made=made, first=first[:40]))
        return made

    def _ids_of(self, typed: str) -> str:
        return ";".join(self._id(part.strip()) for part in re.split("[;,]", typed) if part.strip())

    def _figure(self, typed: str) -> str:
        if self.source.percent:
            return self._percent(typed)
        text = self._number(typed)
        if self.source.times:
            text = plain(EXACT.multiply(Decimal(text), Decimal(self.source.times)))
        return text

    def _percent(self, typed: str) -> str:
        number = Decimal(self._number(typed.rstrip("% ")))
        return plain(EXACT.multiply(number, Decimal("0.01")))

    def _number(self, typed: str) -> str:
        if typed[0] in "=@":
            raise NotReadable("CELL-FORMULA", told("this is a formula or an error: type the number that it gives"))
        typed = with_minus(typed, self.map.below_zero)
        text = typed.replace(".", "").replace(",", ".") if self.map.decimal_comma else typed
        money = self.column.kind in (Kind.MONEY, Kind.UNIT_VALUE)
        try:
            return shortest(read_number(text, _MOST_PLACES, money=money))
        except NotANumber as error:
            raise NotReadable("CELL-NUMBER", error.message) from error

    def _round(self, text: str) -> tuple[str, Told | None]:
        places = WIDTHS[self.column.kind][1]
        try:
            number = Decimal(text)
        except InvalidOperation:
            return text, None
        rounded = round_to(number, places)
        note = told("{column} rounded to {places} places", column=self.column.name, places=places)
        return plain(rounded), note if rounded != number else None


def _first_year(found: re.Match[str], typed: str) -> str:
    if int(found[2][-2:]) != (int(found[1]) + 1) % 100:
        raise NotReadable("CELL-YEAR", told("{typed} are no two years that follow each other", typed=typed))
    return found[1]
