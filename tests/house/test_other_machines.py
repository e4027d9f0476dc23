"""What differs on other machines, by simulation: a Windows console, Windows newlines, spaces and accents in paths."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from commonweal.ledger.book import read_book
from tests.house.repository import ROOT

BOOKS = sorted(path.parent for path in (ROOT / "examples").glob("*/book.toml"))


def _run(*arguments: str | Path, encoding: str, cwd: Path = ROOT) -> subprocess.CompletedProcess[bytes]:
    environment = {**os.environ, "PYTHONIOENCODING": encoding, "PYTHONPATH": str(ROOT / "src")}
    environment.pop("PYTHONUTF8", None)
    command = [sys.executable, "-m", "commonweal", *arguments]
    return subprocess.run(command, cwd=cwd, env=environment, capture_output=True)


@pytest.mark.parametrize("encoding", ["cp1252", "cp437", "ascii"])
@pytest.mark.parametrize("arguments", [["--help"], ["check", "examples/lcr-2023"], ["check", "no/such/book"],
                                       ["editions", "list"]], ids=" ".join)
def test_a_console_without_unicode_shows_what_it_can_and_never_stops(encoding, arguments):
    done = _run(*arguments, encoding=encoding)
    assert b"UnicodeEncodeError" not in done.stderr and b"Traceback" not in done.stderr
    assert done.returncode == _run(*arguments, encoding="utf-8").returncode
    assert done.stdout or done.stderr


@pytest.mark.parametrize("book", BOOKS, ids=lambda path: path.name)
def test_a_checkout_with_windows_newlines_reads_as_the_same_records(book, tmp_path):
    copy = tmp_path / book.name
    shutil.copytree(book, copy)
    for path in copy.rglob("*"):
        if path.suffix in (".csv", ".toml", ".md"):
            path.write_bytes(path.read_bytes().replace(b"\r\n", b"\n").replace(b"\n", b"\r\n"))
    ours, theirs = read_book(book).book, read_book(copy).book
    assert ours is not None and theirs is not None
    assert theirs.tables == ours.tables
    assert theirs.stories == ours.stories and theirs.sections == ours.sections
    assert [edition.digest for edition in theirs.editions] == [edition.digest for edition in ours.editions]


def test_a_folder_with_spaces_and_accents_in_its_name_works(tmp_path):
    book = tmp_path / "Northmere – données 2025" / "book"
    shutil.copytree(BOOKS[-1], book)
    done = _run("check", book, encoding="utf-8")
    assert done.returncode == 0, done.stdout + done.stderr
