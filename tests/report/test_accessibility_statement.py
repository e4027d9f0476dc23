"""Every report has an accessibility statement that says who tested what, and every page leads to it."""

import re
import shutil
from pathlib import Path

import pytest

from commonweal.basics.findings import Refused
from commonweal.cli import main
from commonweal.ledger.checked import check_book
from commonweal.report.accessibility import statement
from commonweal.report.build import build_report
from tests.house.repository import ROOT
from tests.report.documents import BOOKS, document, every
from tests.report.printing import look, print_book


def _words(name: str) -> str:
    found = []
    for block in every(statement(document(name).year).blocks):
        lines = getattr(block, "items", None) or [getattr(block, "parts", (getattr(block, "title", ""),))]
        found += ["".join(part if isinstance(part, str) else part.text for part in line) for line in lines]
    return " ".join(found)


def _changed(folder: Path, change: tuple[str, str]) -> Path:
    shutil.copytree(ROOT / "examples" / "northmere", folder)
    settings = folder / "book.toml"
    text = settings.read_text(encoding="utf-8")
    assert re.search(change[0], text)
    settings.write_text(re.sub(change[0], change[1], text), encoding="utf-8")
    return folder


@pytest.mark.parametrize("book", BOOKS)
def test_every_page_leads_to_the_statement(book: str, tmp_path: Path):
    printed = print_book(ROOT / "examples" / book, tmp_path / "printed")
    assert (printed / "accessibility.html").is_file()
    for page in printed.rglob("*.html"):
        up = "../" * (len(page.relative_to(printed).parts) - 1)
        assert f"{up}accessibility.html" in look(page).links, page.name


@pytest.mark.parametrize("book", BOOKS)
def test_it_says_what_the_rules_ask_of_a_statement(book: str):
    words = _words(book)
    settings = document(book).year.book.settings
    # How far it complies, how it was tested, what does not work, the law, who enforces it, and what the report is.
    for needed in ("version 2.2, at level AA", "axe-core", "PDF/UA-1", "Known limits", "Regulations 2018",
                   "Equality and Human Rights Commission", "Equality Commission for Northern Ireland", settings.title,
                   settings.standing):
        assert needed in words, needed
    assert "fully" not in words and "compliant" not in words


def test_what_the_body_says_stands_in_it():
    words = _words("northmere")
    assert "access@northmere.example" in words and "Prepared on 5 June 2025." in words
    assert "screen magnifier" in words and "have not been made into easy read" in words
    assert "Nobody has said" not in words and "known gaps" not in words


def test_what_nobody_said_is_said_to_be_missing():
    words = _words("lcr-2023")
    assert "has not said whom to ask" in words and "has not said when it was prepared" in words
    assert "Nobody has said that they have tested this report with a screen reader" in words
    assert "@" not in words


def test_a_report_without_a_contact_is_published_only_if_the_gap_is_declared(tmp_path: Path):
    book = _changed(tmp_path / "book", (r"contact = .*", ""))
    with pytest.raises(Refused) as refused:
        build_report(book, tmp_path / "out", publish=True)
    assert [finding.key for finding in refused.value.findings] == ["ACCESSIBILITY-STATEMENT"]
    declared = book / "declared.csv"
    row = "ACCESSIBILITY-STATEMENT,Nobody is named yet.,Social Value Team,2025-06-05\n"
    declared.write_text(declared.read_text(encoding="utf-8") + row, encoding="utf-8")
    assert "ACCESSIBILITY-STATEMENT" in {finding.key for finding in check_book(book).declared}


def test_the_records_to_start_from_have_a_statement_too(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    assert main(["new", str(tmp_path / "book")]) == 0 and main(["check", str(tmp_path / "book")]) == 0
    assert "ACCESSIBILITY" not in capsys.readouterr().out
