"""The lines of each figure that has too many for a page, as a table of its own with the columns of lines.csv."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from commonweal.basics.csv_files import write_records
from commonweal.basics.tables import Record
from commonweal.indicators.figure import Figure
from commonweal.report.lines import choose, valued_of
from commonweal.report.remake import Difference
from commonweal.report.year import Row, Year
from commonweal.snapshot.tables import LINES

FOLDER = "slices"


def slice_of(figure: str) -> str:
    """Where the table of a figure's lines lies in the data."""
    return f"{FOLDER}/{figure}.csv"


def write_slices(year: Year, data: Path) -> list[str]:
    """Write the table of each figure that has one into slices/ of the data; returns the figures' ids."""
    figures = [figure for figure in year.figures if figure.id in year.sliced]
    for figure in figures:
        path = data / slice_of(figure.id)
        path.parent.mkdir(exist_ok=True)
        year.lines.write(figure, path)
    return [figure.id for figure in figures]


def changed_slices(
    data: Path, figures: Iterable[Figure], lines: Iterable[Record], valued: Iterable[Row]
) -> Iterator[Difference]:
    """Each table of a figure's lines that does not hold just the lines that the figure covers.

    `lines` and `valued` are those of the package that `data` is the folder of.
    """
    known, by_id = choose([*lines]), {figure.id: figure for figure in figures}
    worth: dict[str, list[Row]] = {}
    for row in valued:
        worth.setdefault(row["line"], []).append(row)
    for path in sorted((data / FOLDER).glob("*.csv")):
        figure = by_id.get(path.stem)
        covered = known.of(figure) if figure else []
        if figure and figure.kind:
            covered = [line for line in covered if valued_of(figure, worth.get(line.key, ()))]
        if path.read_bytes() != write_records(LINES, covered).encode():
            yield Difference(f"{data.name}/{slice_of(path.stem)}", None, "lines", f"figure {path.stem}",
                             "other lines", "those that the figure covers")
