"""The lines of a contract with too many for its page, cut into tables: each of its figures is made of whole ones."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from commonweal.basics.csv_files import write_records
from commonweal.basics.tables import Record
from commonweal.indicators.figure import Figure
from commonweal.report.lines import chosen_columns
from commonweal.report.remake import Difference
from commonweal.report.shown_lines import ShownLines, is_of_groups
from commonweal.snapshot.tables import LINES

FOLDER = "slices"
# So many bytes are gathered before they are written to the tables that they belong to.
_AT_ONCE = 16_000_000


@dataclass(frozen=True)
class Slices:
    """Tables with the columns of lines.csv; no line stands in two. `tables` names the one that a group of lines is in,
    `by_figure` those that together hold just the lines of a figure of one contract or project."""

    tables: dict[int, str]
    by_figure: dict[str, tuple[str, ...]]

    @property
    def names(self) -> list[str]:
        """The names of all of them."""
        return sorted(set(self.tables.values()))

    def of(self, figure: Figure) -> tuple[str, ...]:
        """The tables of a figure's lines; none where its lines stand on a page, or may not be shown."""
        return self.by_figure.get(figure.id, ())

    def write(self, lines: ShownLines, data: Path) -> None:
        """Cut lines.csv of the data into the tables."""
        if not self.tables:
            return
        (data / FOLDER).mkdir()
        with (data / "lines.csv").open("rb") as file:
            rows = _rows(file)
            heading = next(rows)
            for name in self.names:
                (data / slice_file(name)).write_bytes(heading)
            held: dict[str, list[bytes]] = {}
            size = 0
            for row, (_, group) in zip(rows, lines.in_groups(), strict=True):
                if name := self.tables.get(group, ""):
                    held.setdefault(name, []).append(row)
                    size += len(row)
                    if size > _AT_ONCE:
                        _append(held, data)
                        size = 0
            _append(held, data)


def slice_file(name: str) -> str:
    """Where a table of lines lies in the data."""
    return f"{FOLDER}/{name}.csv"


def cut(lines: ShownLines, figures: Iterable[Figure]) -> Slices:
    """Cut the lines of each contract and project that has more than a page shows: lines that the same figures cover
    stand together. A figure of which some lines may not be shown is passed over."""
    covering: dict[int, list[str]] = {}
    activities: dict[int, str] = {}
    for figure in figures:
        if (figure.activity and lines.is_long(figure.activity) and not figure.withheld and chosen_columns(figure)
                and is_of_groups(figure) and lines.count(figure) == figure.lines):
            for group in lines.groups(figure):
                covering.setdefault(group, []).append(figure.id)
                activities[group] = figure.activity
    tables: dict[int, str] = {}
    known: dict[str, dict[tuple[str, ...], str]] = {}
    by_figure: dict[str, dict[str, None]] = {}
    for group in filter(covering.get, lines.all_groups):
        activity, together = activities[group], tuple(covering[group])
        of_activity = known.setdefault(activity, {})
        tables[group] = of_activity.setdefault(together, f"{activity}.{len(of_activity) + 1}")
        for figure_id in together:
            by_figure.setdefault(figure_id, {})[tables[group]] = None
    return Slices(tables, {name: tuple(found) for name, found in by_figure.items()})


def changed_slices(
    data: Path, figures: Sequence[Figure], lines: ShownLines, records: Iterable[Record]
) -> Iterator[Difference]:
    """Each table of lines that does not hold just the lines that it must, or is not there, or should not be.

    `lines` and their `records` are those of the package that `data` is the folder of.
    """
    slices = cut(lines, figures)
    by_key = {record.key: record for record in records}
    wanted: dict[str, list[Record]] = {name: [] for name in slices.names}
    for key, group in lines.in_groups():
        if name := slices.tables.get(group):
            wanted[name].append(by_key[key])
    for name in sorted({*wanted, *(path.stem for path in (data / FOLDER).glob("*.csv"))}):
        path = data / slice_file(name)
        there = path.read_bytes() if path.is_file() else None
        if name not in wanted or there != write_records(LINES, wanted[name]).encode():
            yield Difference(f"{data.name}/{slice_file(name)}", None, "lines", "a table of lines", "other lines",
                             "those that its figures cover")


def _append(held: dict[str, list[bytes]], data: Path) -> None:
    for name, rows in held.items():
        with (data / slice_file(name)).open("ab") as file:
            file.writelines(rows)
    held.clear()


def _rows(file: BinaryIO) -> Iterator[bytes]:
    """The rows of a canonical CSV file as they stand there; a cell in quotation marks may hold ends of lines."""
    for row in file:
        while row.count(b'"') % 2:
            row += next(file)
        yield row
