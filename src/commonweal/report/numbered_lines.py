"""The lines of several figures, numbered once: each figure says by number which of them it covers."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import count, groupby
from operator import itemgetter
from typing import Any

from commonweal.basics.tables import Record, write_value
from commonweal.indicators.figure import Figure, Withheld
from commonweal.report.blocks import Inlines, Table
from commonweal.report.line_tables import said_of, worth
from commonweal.report.lines import VALUE_COLUMNS, choose, values_chosen
from commonweal.report.tables import cell, columns
from commonweal.report.words import say, shown
from commonweal.report.year import Row, Year

_told_apart = itemgetter(*VALUE_COLUMNS)
_ORDER = ("potential", "committed", "reported", "verified")


class NumberedLines:
    """Of `lines`, those that may be shown of some figures, and which of them each figure covers; `title` heads them.

    `hidden` has, by the id of a figure, how many of its lines may not be shown: then none of them is. `many` says that
    the lines are too many for a page, and that those given stand for the others: one of each sort.
    """

    def __init__(
        self, year: Year, figures: Sequence[Figure], lines: Sequence[Record], title: str, *, many: bool = False
    ) -> None:
        self.year = year
        self.many = many
        self.title = title
        self.hidden: dict[str, int] = {}
        self.count: dict[str, int] = {}
        self._of: dict[str, list[Record]] = {}
        self._rows: dict[str, dict[str, list[Row]]] = {}
        known = choose(lines) if many else year.lines.among(lines)
        worth = _Worth(year, lines) if any(figure.kind for figure in figures) else None
        beside: list[Record] = []
        for figure in figures:
            own = [] if figure.withheld is Withheld.DISCLOSURE else known.of(figure)
            if figure.kind and worth:
                self._rows[figure.id], own = worth.of(figure, own)
            self.count[figure.id] = year.lines.count(figure) if many else len(own)
            hidden = (figure.lines or 0) - self.count[figure.id] if own else 0
            if hidden > 0:
                self.hidden[figure.id], own = hidden, []
            self._of[figure.id] = own
            if figure.rule == "quantity" and figure.selection.get("counted") == "yes":
                beside += known.of(replace(figure, selection={**figure.selection, "counted": "no"}))
        # A line is told from others by being itself: its id would be asked for hundreds of thousands of times.
        shown_lines = {id(line): line for own in (*self._of.values(), beside) for line in own}
        self.all: list[Record] = sorted(shown_lines.values(), key=_place)
        self._number = {id(line): number for number, line in enumerate(self.all, 1)}

    def of(self, figure: Figure) -> list[Record]:
        """The lines of a figure, in the order of their numbers."""
        return sorted(self._of[figure.id], key=self.number)

    def number(self, line: Record) -> int:
        """The number that one of the lines has on the page."""
        return self._number[id(line)]

    def valued(self, figure: Figure) -> Mapping[str, Sequence[Row]]:
        """The valued rows that a figure in £ chose, by line."""
        return self._rows.get(figure.id, {})

    def numbers(self, lines: Iterable[Record]) -> str:
        """Lines by their numbers: "3 to 14, 20"."""
        return runs(map(self.number, lines))

    def together(self, texts: Iterable[tuple[str, Record]]) -> tuple[Inlines, ...]:
        """Each text once, with the numbers of the lines that it is said of; blank texts are left out."""
        found: dict[str, set[int]] = {}
        for text, line in texts:
            if text:
                found.setdefault(text, set()).add(self.number(line))
        return tuple(
            cell(say("together.said_of", lines=runs(lines), text=text))
            for text, lines in found.items()
        )

    def table(self) -> Table:
        """Every line with its status, evidence and place, and why those that enter no total do not."""
        year, lines = self.year, self.all
        names = ["number", "line"]
        names += ["activity"] if len({line.text("activity") for line in lines}) > 1 else []
        names += ["measure", "quantity", "status", "place", "from", "until"]
        names += ["whole", "share"] if any(line.number("own_share") is not None for line in lines) else []
        names += ["evidence", "confirmed"] if any(line.text("origin") == "deliveries" for line in lines) else []
        names += ["why"] if not all(line.yes("counted") for line in lines) else []
        rows = []
        for line in lines:
            said = said_of(year, line) | {
                "number": (str(self.number(line)),),
                "measure": cell(_measure(year, line)),
                "status": cell(shown("status", line.text("standing"))),
            }
            rows.append(tuple([said[name] for name in names]))
        caption = say("together.lines_caption", title=self.title)
        heads = columns(*names, numeric=("quantity", "whole", "share"))
        places = tuple(f"line-{number}" for number in self._number.values())
        return Table("lines-table", caption, heads, tuple(rows), row_ids=places)

    def worth_table(self) -> Table | None:
        """What each line is worth by each £ per unit; None where none has a value."""
        year = self.year
        valued = [(line, row) for line in self.all for row in year.worth(line)
                  if row["gross_central"] is not None]
        if not valued:
            return None
        names = ["line_number", "money", "version", "prices", "per_unit", "value"]
        names += ["net"] if any(row["net_central"] is not None for _, row in valued) else []
        rows: list[tuple[Inlines, ...]] = []
        for line, row in valued:
            said = worth(year, row, row["redistributable"] is False) | {
                "line_number": (str(self.number(line)),),
                "money": cell(shown("money", row["kind"])),
                "version": cell(year.edition_titles.get(row["edition"] or "", row["edition"] or "")),
                "prices": cell(str(row["price_year"] or "")),
            }
            rows.append(tuple([said[name] for name in names]))
        caption = say("together.worth_caption", title=self.title)
        return Table("worth-table", caption, columns(*names, numeric=("per_unit", "value", "net")), tuple(rows))


class _Worth:
    """What lines are worth, parted once by what figures in £ choose between."""

    def __init__(self, year: Year, lines: Iterable[Record]) -> None:
        self._keys: dict[int, str] = {}
        parted: dict[tuple[Any, ...], dict[str, list[Row]]] = {}
        for line in lines:
            key = self._keys[id(line)] = line.key
            for row in year.worth(line):
                if row["gross_central"] is not None:
                    parted.setdefault(_told_apart(row), {}).setdefault(key, []).append(row)
        self._parted = {tuple(map(write_value, values)): by_line for values, by_line in parted.items()}

    def of(self, figure: Figure, lines: Iterable[Record]) -> tuple[dict[str, list[Row]], list[Record]]:
        """The rows that a figure chose, by line, and the lines that have any."""
        wanted = values_chosen(figure)
        chosen = [by_line for key, by_line in self._parted.items()
                  if all(text in wanted.get(name, (text,)) for name, text in zip(VALUE_COLUMNS, key, strict=True))]
        rows: dict[str, list[Row]] = {}
        own = []
        for line in lines:
            key = self._keys[id(line)]
            found = [row for by_line in chosen for row in by_line.get(key, ())]
            if found:
                rows[key] = found
                own.append(line)
        return rows, own


def runs(numbers: Iterable[int]) -> str:
    """Numbers as a reader would list them.

    >>> runs([3, 4, 5, 9, 11, 12])
    '3 to 5, 9, 11, 12'
    """
    steps = count()
    found: list[str] = []
    for _, run in groupby(sorted(numbers), key=lambda number: number - next(steps)):
        listed = [*run]
        few = len(listed) < 3
        found += map(str, listed) if few else [say("together.run", first=str(listed[0]), last=str(listed[-1]))]
    return ", ".join(found)


def _place(line: Record) -> tuple[object, ...]:
    """Lines of a measure stand together, promises first, then by status and day: so a figure's are in few runs."""
    return (line.text("measure"), line.text("stage"), line.text("origin"), not line.yes("counted"), line.text("end"),
            _ORDER.index(line.text("standing")), line.text("start"), line.key)


def _measure(year: Year, line: Record) -> str:
    stage = line.text("stage")
    measure = year.facts.measures.get(line.text("measure"))
    title = measure.text("title") if measure else line.text("measure")
    return title if stage in ("", "not-applicable") else f"{title}, {shown('stage', stage)}"
