"""How to make each row of docs/reference/bad-input.md from the small book of the checks.

A maker changes the book's folder. Where the input is to be read exactly, `EXACT` says what must then stand where.
"""

import codecs
import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path

from commonweal.basics.tables import Value
from tests.checks.small_book import ROWS, SETTINGS, Row, claim, write_book
from tests.report.publishable import camera_notes, png

Maker = Callable[[Path], None]
# Which row and column of which table must hold what.
Exact = tuple[str, str, str, Value]

DOCK = ROWS["activities"][0]


def _book(files: Mapping[str, str] | None = None, **tables: list[Row]) -> Maker:
    return lambda folder: (write_book(folder, tables, files), None)[1]


def _dock(**cells: str) -> Maker:
    return _book(activities=[{**DOCK, **cells}])


def _claim(**cells: str) -> Maker:
    return _book(deliveries=[claim("new", **cells)])


def _rewritten(name: str, change: Callable[[str], str | bytes]) -> Maker:
    """The small book with one file written in another way."""

    def make(folder: Path) -> None:
        path = write_book(folder, {}) / name
        changed = change(path.read_text(encoding="utf-8"))
        path.write_bytes(changed if isinstance(changed, bytes) else changed.encode("utf-8"))

    return make


def _with_settings(old: str, new: str) -> Maker:
    return _rewritten("book.toml", lambda text: text.replace(old, new, 1))


def _added_to_settings(text: str) -> Maker:
    return _rewritten("book.toml", lambda settings: f"{settings}\n{text}\n")


def _parted_by(mark: str) -> Maker:
    def make(folder: Path) -> None:
        write_book(folder, {"deliveries": [claim("new", note="One; two, three")]})
        settings = folder / "book.toml"
        typed = mark.replace("\t", "\\t")
        settings.write_text(f'{settings.read_text(encoding="utf-8")}\n[csv]\ndelimiter = "{typed}"\n', encoding="utf-8")
        for path in folder.glob("*.csv"):
            lines = path.read_text(encoding="utf-8").replace('"One; two, three"', "«").splitlines()
            text = "\n".join(line.replace(",", mark).replace("«", '"One; two, three"') for line in lines)
            path.write_text(text + "\n", encoding="utf-8")

    return make


def _million(folder: Path) -> None:
    with (write_book(folder, {}) / "places.csv").open("w", encoding="utf-8", newline="") as file:
        file.write("id,name,kind,parent\ntown,Town,area,\nnorth,North ward,ward,town\n")
        file.writelines(f"street-{number},Street {number},neighbourhood,north\n" for number in range(3, 1_000_002))


def _left_out(folder: Path) -> None:
    (write_book(folder, {}) / "parties.csv").unlink()


def _no_settings(folder: Path) -> None:
    (write_book(folder, {}) / "book.toml").unlink()


def _folder_for_file(folder: Path) -> None:
    (write_book(folder, {}) / "stated.csv").mkdir()


def _folder_for_story(folder: Path) -> None:
    (write_book(folder, {}) / "stories" / "one.md").mkdir(parents=True)


def _cells(rows: str) -> Maker:
    """The small book with further lines at the end of places.csv."""
    return _rewritten("places.csv", lambda text: text + rows)


def _pictured(content: bytes | None, name: str = "one.png") -> Maker:
    """The small book with a story whose picture has this content; None is no file at all."""

    def make(folder: Path) -> None:
        story = (f'+++\ntitle = "One"\nrole = "investor"\nconsent = "not-needed"\nimage = "{name}"\n'
                 'alt = "A wall"\nrights = "The builder"\n+++\nText.\n')
        write_book(folder, {}, {"stories/one.md": story, "secret.png": "not for readers"})
        if content is not None:
            (folder / "stories" / name).write_bytes(content)

    return make


def _correction(**cells: str) -> Maker:
    row = {"id": "c", "release": "2", "date": "2025-05-01", "what": "A number.", "why": "It was wrong."}
    return _book(corrections=[row | cells])


SPRING: Exact = ("deliveries", "spring", "quantity", Decimal(25))

EXACT: dict[str, tuple[Maker, Exact]] = {
    "A byte-order mark at the start of a file": (
        _rewritten("deliveries.csv", lambda text: codecs.BOM_UTF8 + text.encode()),
        SPRING,
    ),
    "CRLF at the end of every line": (_rewritten("deliveries.csv", lambda text: text.replace("\n", "\r\n")), SPRING),
    "CR at the end of every line": (_rewritten("deliveries.csv", lambda text: text.replace("\n", "\r")), SPRING),
    "Semicolons, declared in `book.toml`": (_parted_by(";"), ("deliveries", "new", "note", "One; two, three")),
    "Tabs, declared in `book.toml`": (_parted_by("\t"), ("deliveries", "new", "note", "One; two, three")),
    "Thousands separators: `1,234.5`": (
        _book(commitments=[{**ROWS["commitments"][0], "quantity": "1,234.5"}]),
        ("commitments", "promised", "quantity", Decimal("1234.5")),
    ),
    "A pound sign in a column of pounds: `£1,234.50`": (
        _dock(value="£1,234.50"),
        ("activities", "dock", "value", Decimal("1234.50")),
    ),
    "A no-break space around a number": (
        _claim(quantity="\u00a010\u00a0"),
        ("deliveries", "new", "quantity", Decimal(10)),
    ),
    "29 February 2024": (_claim(start="2024-02-29"), ("deliveries", "new", "start", date(2024, 2, 29))),
    "A comma and a new line inside quotation marks": (
        _claim(note="One,\ntwo"),
        ("deliveries", "new", "note", "One,\ntwo"),
    ),
    "Columns in another order": (
        _rewritten("places.csv", lambda text: "kind,parent,name,id\narea,,Town,town\nward,town,North ward,north\n"),
        ("places", "north", "kind", "ward"),
    ),
    "Blank rows": (_cells("\n , ,,\n\n"), ("places", "north", "kind", "ward")),
    "A table that is left out": (_left_out, SPRING),
    "1,000,001 rows in one file": (_million, ("places", "street-1000001", "name", "Street 1000001")),
}

FINDINGS: dict[str, Maker] = {
    "No `book.toml`": _no_settings,
    "An unknown key in `book.toml`": _rewritten("book.toml", lambda text: text.replace("[book]", "[book]\ncolour = 1")),
    "A key twice in `book.toml`": _rewritten("book.toml", lambda text: text.replace("[book]", '[book]\nid = "twice"')),
    "A missing bracket in `book.toml`": _rewritten("book.toml", lambda text: text.replace("[book]", "[book")),
    "A framework version that is not there": _rewritten(
        "book.toml", lambda text: text.replace("small-framework/2", "small-framework/9")
    ),
    "Facts to set results beside that no row has": _added_to_settings('[maps]\nbeside = "deprivation"'),
    "Boundaries without the name of their codes": _added_to_settings('[maps]\nboundaries = "areas.geojson"'),
    "Boundaries that are not there": _added_to_settings('[maps]\nboundaries = "areas.geojson"\ncode = "LAD25CD"'),
    "Boundaries of no place of the book": _book(
        {
            "areas.geojson": '{"features": []}',
            "book.toml": f'{SETTINGS}\n[maps]\nboundaries = "areas.geojson"\ncode = "LAD25CD"\n',
        }
    ),
    "A CSV file that no table is named after": _book({"delivery.csv": "id\n"}),
    "A folder in the place of a file": _folder_for_file,
    "Windows-1252 in the place of UTF-8": _rewritten(
        "places.csv", lambda text: f"{text}e,Café,ward,\n".encode("cp1252")
    ),
    "UTF-16 in the place of UTF-8": _rewritten("places.csv", lambda text: text.encode("utf-16")),
    "NUL characters": _cells("x,\x00,ward,\n"),
    "An empty file": _rewritten("places.csv", lambda text: ""),
    "Semicolons that are not declared": _rewritten("places.csv", lambda text: text.replace(",", ";")),
    "A column that is not known": _rewritten("places.csv", lambda text: text.replace("parent", "parrent", 1)),
    "A column twice": _rewritten("places.csv", lambda text: text.replace("parent", "name", 1)),
    "A column without a name": _rewritten("places.csv", lambda text: text.replace("parent", "", 1)),
    "A needed column that is missing": _rewritten("places.csv", lambda text: text.replace(",name,", ",code,", 1)),
    "A quotation mark without its partner": _cells('x,"X,ward,\n'),
    "A row with too few cells": _cells("x,X,ward\n"),
    "A row with too many cells": _cells("x,X, the place,ward,\n"),
    "An id twice": _cells("north,North again,ward,town\n"),
    "A needed cell that is blank": _cells("x,,ward,\n"),
    "Capitals and spaces in an id": _cells("North End,X,ward,\n"),
    "A word that is not in the list of choices": _cells("x,X,hamlet,\n"),
    "Separators that do not part threes: `1,1`": _claim(quantity="1,1"),
    "A decimal comma: `0,125`": _claim(quantity="0,125"),
    "A pound sign in a column of quantities": _claim(quantity="£10"),
    "A percent sign: `50%`": _dock(weighting="50%"),
    "A share above one: `50`": _dock(weighting="50"),
    "Words in a number: `approx 20`": _claim(quantity="approx 20"),
    "A short form: `£1.1m`": _dock(value="£1.1m"),
    "Too many decimals: `1.23456`": _claim(quantity="1.23456"),
    "Ten billion pounds: `£10,000,000,000`": _dock(value="£10,000,000,000"),
    "A date with slashes: `31/03/2024`": _claim(start="31/03/2024"),
    "A date with a month's name: `31 March 2024`": _claim(start="31 March 2024"),
    "A date with points: `31.03.2024`": _claim(start="31.03.2024"),
    "A spreadsheet's day number: `45382`": _claim(start="45382"),
    "29 February 2023": _claim(start="2023-02-29"),
    "A slipped century: `0204-03-31`": _claim(start="0204-03-31"),
    "A quantity below zero where the measure knows no losses": _claim(quantity="-10"),
    "Pounds below zero where the column allows none": _dock(value="-£10"),
    "Text that begins with `=`": _claim(note='=HYPERLINK("x")'),
    "Text that begins with `+`": _claim(note="+44 151 000"),
    "Text that begins with `-`": _claim(note="-1+1"),
    "Text that begins with `@`": _claim(note="@SUM(A1)"),
    "A formula in a column of numbers": _claim(quantity="=5*2"),
    "A folder in the place of a story": _folder_for_story,
    "A period that ends beyond 2099: `9999-12-31`": _rewritten(
        "book.toml", lambda text: re.sub(r"\bend = [0-9-]+(?=[^\[]*$)", "end = 9999-12-31", text)
    ),
    "A period that starts before 1900: `0204-04-01`": _rewritten(
        "book.toml", lambda text: re.sub(r"\bstart = [0-9-]+", "start = 0204-04-01", text, count=1)
    ),
    "A language that is no code: `English`": _with_settings('\n[book]', '\n[book]\nlanguage = "English"'),
    "A colour of three digits: `#abc`": _with_settings("\n[[", '\n[theme]\nbrand = "#abc"\n[['),
    "A colour that white words cannot be read on: `#777777`": _with_settings(
        "\n[[", '\n[theme]\nbrand = "#777777"\n[['
    ),
    "A font that is more than a name": _with_settings("\n[[", '\n[theme]\nfont = "x; } body { color: red"\n[['),
    "A story without a heading": _book({"stories/one.md": "Once upon a time.\n"}),
    "A picture that is not there": _pictured(None),
    "A picture in another folder: `../secret.png`": _pictured(None, "../secret.png"),
    "A drawing in SVG under the name of a PNG": _pictured(b'<svg xmlns="http://www.w3.org/2000/svg"/>'),
    "A picture that breaks off": _pictured(png()[:30]),
    "A picture of 100,000 pixels each way": _pictured(png(100_000, 100_000)),
    "A picture with the camera's notes": _pictured(png(6, 4, camera_notes())),
    "A picture's words that are a number: `alt = 7`": _book({
        "stories/one.md": '+++\ntitle = "One"\nrole = "investor"\nconsent = "not-needed"\nalt = 7\n+++\nText.\n'}),
    "A day of signing that is a text: `signed = \"June\"`": _book({
        "sections/one.md": '+++\ntitle = "One"\npart = "purpose"\norder = 1\nstate = "signed-off"\nsigned = "June"\n'
        "+++\nText.\n"}),
    "A correction of release `two`": _correction(release="two"),
    "A correction that names a figure with capitals": _correction(figures="Value.Reported"),
    "A section that answers no question": _book({"sections/one.md": (
        '+++\ntitle = "One"\npart = "questions"\norder = 1\nstate = "draft"\n+++\nWords.\n')}),
}
