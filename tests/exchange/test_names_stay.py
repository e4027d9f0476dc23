"""What a book keeps of its imports may hold names: it lies in private/, out of git and of all that goes out."""

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
from pypdf import PdfReader

from commonweal.basics.findings import Finding, Severity
from commonweal.cli import main
from commonweal.exchange.agree import IMPORTS, agree, undo
from commonweal.exchange.forms import FORMS
from commonweal.exchange.pairs import FILE as MATCHES
from tests.exchange.made import arrival, record

NAME = "Canarina Vogelsang"
PAYMENTS = f"""id,paid,amount,supplier,category
one,2024-05-31,600,{NAME},Care
two,2024-06-30,700,Builder Ltd,Works
"""


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """Records in which the name stands in no row any more, and in everything that was kept of the import before."""
    folder = tmp_path / "book"
    assert main(["new", str(folder)]) == 0
    (folder / "payments.csv").write_text(PAYMENTS)
    (folder / "private").mkdir()
    (folder / MATCHES).write_text(
        f"supplier,same_as,organisation,paid,probability,answer\n{NAME},Builder Ltd,,600,0.5,\n")
    (folder / "private" / f"{NAME}.txt").write_text(NAME)
    said = Finding("CELL-CHOICE", Severity.NOTE, f"'{NAME}' was read.", "Look at it.", "paid.csv", 2, "supplier")
    changed = record("payments", id="one", paid="2024-05-31", amount="600", supplier="Other Ltd")
    agree(folder, arrival("payments", changed, name="paid.csv", columns=["id", "supplier"], findings=[said]))
    assert NAME not in (folder / "payments.csv").read_text()
    return folder


def kept(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*")
                  if path.is_file() and NAME.encode() in path.read_bytes())


def test_what_is_kept_of_an_import_lies_in_the_private_folder_and_out_of_git(book: Path):
    assert kept(book) == [f"private/{NAME}.txt", "private/imports/0001/before/payments.csv",
                          "private/imports/0001/receipt.json", MATCHES]
    assert (book / "private" / ".gitignore").read_text() == "*\n" and not (book / "imports").exists()


def test_what_was_private_before_stays_out_of_git_when_the_import_is_taken_back(book: Path):
    undo(book)
    assert (book / "private" / ".gitignore").exists() and not (book / IMPORTS).exists()


def test_who_said_what_git_takes_of_the_private_folder_is_not_overruled(tmp_path: Path, book: Path):
    (book / "private" / ".gitignore").write_text("*.csv\n")
    agree(book, arrival("places", record("places", id="shed", name="Shed", kind="ward", parent="borough")))
    assert (book / "private" / ".gitignore").read_text() == "*.csv\n"


COMMANDS = {
    **{name: ["export", "BOOK", "--as", name, "-o", "OUT/out"] for name in FORMS},
    "return": ["export", "BOOK", "--as", "return", "--supplier", "brightbuild", "--period", "2024-25", "-o", "OUT/out"],
    "snapshot": ["snapshot", "BOOK", "-o", "OUT/out"],
    "report": ["report", "BOOK", "-o", "OUT/out"],
    "local-spend": ["local-spend", "BOOK", "-o", "OUT/out"],
}


@pytest.mark.parametrize("name", COMMANDS)
def test_nothing_that_goes_out_holds_it(name: str, book: Path, tmp_path: Path):
    out = tmp_path / "went"
    out.mkdir()
    assert main([word.replace("BOOK", str(book)).replace("OUT", str(out)) for word in COMMANDS[name]]) == 0
    if name in ("workbook", "tables-whole"):
        assert "Other Ltd" in "".join(told(out)), "payments are in it, so that the search would find a name"
    assert [where for where in told(out) if "canarina" in where.lower()] == []


def told(folder: Path) -> Iterator[str]:
    """Every text in every file of a folder, and the names of all files, with what is packed in them."""
    for path in folder.rglob("*"):
        yield path.relative_to(folder).as_posix()
        if path.is_file():
            yield from _texts(path, path.read_bytes())


def _texts(path: Path, content: bytes) -> Iterator[str]:
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            for name in packed.namelist():
                yield name
                yield from _texts(path, packed.read(name))
    elif content.startswith(b"PAR1"):
        yield str(duckdb.from_parquet(str(path)).fetchall())
    elif content.startswith(b"%PDF"):
        yield from (page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
    else:
        yield content.decode("utf-8", "replace")
