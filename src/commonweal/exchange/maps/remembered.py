"""Maps that a book remembers: under maps/, named by the fingerprint of the headings that they are for and the table."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from commonweal.basics.findings import Refused
from commonweal.basics.told import told
from commonweal.exchange.arrival import MAPS
from commonweal.exchange.files import Sheet
from commonweal.exchange.maps.headings import LOOKED_AT, find_headings, fingerprint, likely_heading, names_of
from commonweal.exchange.maps.model import ColumnMap
from commonweal.exchange.maps.reading import read_map


@dataclass(frozen=True)
class Remembered:
    """One map that a book remembers: where it is kept in the book, what it is called, and its text."""

    path: str
    title: str
    text: str


def remembered(folder: Path, sheet: Sheet) -> list[Remembered]:
    """The maps that a book has for the headings of a sheet, which stand where each map says.

    Older books may have several into one table, named by their titles: where one has the table's own name, it was
    brought last and is taken alone.
    """
    by_path = {f"{MAPS}/{path.name}": path.read_text(encoding="utf-8")
               for path in sorted((folder / MAPS).glob("*-*.toml"))}
    read = {path: read_map(text, path)[0] for path, text in by_path.items()}
    named = {path: fingerprint(_headings(sheet, found)) for path, found in read.items()}
    fitting = [path for path in by_path if path.startswith(f"{MAPS}/{named[path]}-")]
    own = {path: path_of(named[path], found) if (found := read[path]) else path for path in fitting}
    return [Remembered(path, found.title if (found := read[path]) else path, by_path[path]) for path in fitting
            if own[path] == path or own[path] not in fitting]


def _headings(sheet: Sheet, found: ColumnMap | None) -> list[str]:
    """The headings of a sheet as a map reads them; none where it reads a file without any.

    Where the map itself cannot be read any more, what looks most like headings.
    """
    if found is None:
        rows = dict(islice(sheet.rows, LOOKED_AT))
        return names_of([rows.get(likely_heading(sheet.rows), ())])
    at = find_headings(sheet, found.heading, found.names) if found.heading != (0,) else None
    return at[1] if at else []


def path_of(named: str, found: ColumnMap) -> str:
    """Where a map for headings with that fingerprint is kept in a book: a corrected one takes the place of the one
    before. Named by its first table."""
    return f"{MAPS}/{named}-{found.into[0].table.name}.toml"


def the_one(found: Sequence[Remembered], name: str) -> str:
    """The text of the one map that is remembered. Raises Refused where there are several: which is meant is asked."""
    if len(found) > 1:
        raise Refused(told("Several maps are for the headings of {name}: {listed}. Say which is meant (on the command "
                           "line: with --map).", name=name, listed=", ".join(each.path for each in found)))
    return found[0].text
