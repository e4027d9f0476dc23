"""Reading a published .xlsx exactly: every number as the digits that stand in the file, never through a float.

Only for these tests. The standard library is enough for it, so that they need nothing installed.
"""

import re
import zipfile
from decimal import Decimal
from pathlib import Path
from xml.etree import ElementTree

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
LINK = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
Cell = str | Decimal
Sheet = dict[str, Cell]


def read_workbook(path: Path) -> dict[str, Sheet]:
    """Every sheet by name, every filled cell by its address: text, or a number as a Decimal."""
    with zipfile.ZipFile(path) as archive:
        shared = [_text(item) for item in _xml(archive, "xl/sharedStrings.xml").iter(f"{MAIN}si")]
        targets = {link.get("Id"): link.get("Target") for link in _xml(archive, "xl/_rels/workbook.xml.rels")}
        return {
            sheet.get("name", ""): _cells(_xml(archive, f"xl/{targets[sheet.get(LINK)]}"), shared)
            for sheet in _xml(archive, "xl/workbook.xml").iter(f"{MAIN}sheet")
        }


def rows_of(sheet: Sheet) -> list[int]:
    """The numbers of the rows in which anything stands."""
    return sorted({int(re.sub(r"\D", "", address)) for address in sheet})


def _xml(archive: zipfile.ZipFile, name: str) -> ElementTree.Element:
    return ElementTree.fromstring(archive.read(name))


def _text(item: ElementTree.Element) -> str:
    return "".join(piece.text or "" for piece in item.iter(f"{MAIN}t"))


def _cells(sheet: ElementTree.Element, shared: list[str]) -> Sheet:
    cells: Sheet = {}
    for cell in sheet.iter(f"{MAIN}c"):
        value = cell.find(f"{MAIN}v")
        if value is not None and value.text:
            match cell.get("t", "n"):
                case "s":
                    cells[cell.get("r", "")] = shared[int(value.text)]
                case "n":
                    cells[cell.get("r", "")] = Decimal(value.text)
                case _:
                    cells[cell.get("r", "")] = value.text
    return cells
