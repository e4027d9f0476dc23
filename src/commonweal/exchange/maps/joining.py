"""Other files beside the one that is read: the row with the same key stands beside each row."""

from collections.abc import Callable, Collection, Mapping

from commonweal.basics.findings import Finding, Severity
from commonweal.basics.tables import NotReadable
from commonweal.basics.told import told
from commonweal.exchange.arrival import why_unread
from commonweal.exchange.files import Cell, File, as_text, file_fault
from commonweal.exchange.maps.headings import find_headings
from commonweal.exchange.maps.model import Join
from commonweal.exchange.opening import open_file

Key = tuple[str, ...]


class Joined:
    """The rows of one joined file by their key."""

    def __init__(self, join: Join, rows: Mapping[Key, list[dict[str, Cell]]]) -> None:
        self.join = join
        self.rows = rows

    def beside(self, cells: Mapping[str, Cell]) -> Mapping[str, Cell]:
        """The cells of the row with the same key; none where there is no such row.

        Raises NotReadable where several rows have the key: which of them is meant is not guessed.
        """
        key = tuple(as_text(cells.get(name)).casefold() for name in self.join.here)
        found = self.rows.get(key, [])
        if len(found) > 1:
            raise NotReadable("JOIN-TWICE",
                              told("{count} rows of {file} have this key: take all but one out there", count=len(found),
                                   file=self.join.file))
        return found[0] if found else {}


def join_file(join: Join, wanted: Collection[str], beside: Callable[[str], File | None],
              main: File) -> tuple[Joined | None, list[Finding]]:
    """Read a joined file of which some headings are wanted; None, with the reason, where it cannot be."""
    file = beside(join.file)
    if file is None:
        return None, [file_fault("JOIN-MISSING", told("the map joins {file}, which is not beside it.", file=join.file),
                                 told("Put it into the same folder."), main)]
    opened = open_file(file)
    if not opened.sheets:
        return None, [*why_unread(opened)]
    for sheet in opened.sheets:
        if found := find_headings(sheet, (join.heading,), wanted):
            break
    else:
        return None, [file_fault("JOIN-HEADING", told("not all of these headings of the map are in it: {wanted}.",
                                                      wanted=", ".join(sorted(wanted))),
                                 told("Correct them in the map, or in the file."), file)]
    last, names = found
    rows: dict[Key, list[dict[str, Cell]]] = {}
    for number, cells in sheet.rows:
        if number > last:
            row = {f"{join.name}: {name}": cell for name, cell in zip(names, cells, strict=False) if name}
            key = tuple(as_text(row.get(f"{join.name}: {name}")).casefold() for name in join.there)
            if any(key):
                rows.setdefault(key, []).append(row)
    notes = [finding for finding in opened.findings if finding.severity is not Severity.ERROR]
    return Joined(join, rows), notes
