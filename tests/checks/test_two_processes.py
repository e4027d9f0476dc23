"""Of a large book a copy of the process asks half of the rules, and all of them while it is frozen."""

import multiprocessing
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from commonweal.basics.beside import beside
from commonweal.basics.findings import Refused, Severity
from commonweal.ledger import checks
from commonweal.ledger.book import read_book
from commonweal.ledger.checked import check_book, checking, kept_findings
from commonweal.snapshot.store import read_findings, write_snapshot
from tests.basics.test_beside import needs_copies
from tests.checks.cases import FAULTY, Case
from tests.checks.small_book import write_book
from tests.house.repository import ROOT


def first() -> bool:
    """Whether this is no copy itself: one has none of its own."""
    return not multiprocessing.current_process().daemon


@needs_copies
@pytest.mark.parametrize("name", ["lcr-2023", "northmere"])
def test_two_processes_find_the_same_as_one(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    book = read_book(ROOT / "examples" / name).book
    assert book is not None
    one = checks.run_checks(book)
    copied: list[Callable[[], Any]] = []
    monkeypatch.setattr(checks, "_MANY", 1)
    monkeypatch.setattr(checks, "has_second", first)
    monkeypatch.setattr(checks, "beside", lambda work: copied.append(work) or beside(work))
    assert len(one) > 10
    assert checks.run_checks(book) == one
    assert len(copied) == 1


ERRORS = {rule.CODE for rule in checks.CHECKS if rule.SEVERITY is Severity.ERROR}


@needs_copies
@pytest.mark.parametrize("case", [case for case in FAULTY if case.code in ERRORS], ids=lambda case: case.what)
def test_a_book_with_errors_is_refused_with_all_of_them_though_it_was_being_frozen(
    case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checks, "_MANY", 1)
    monkeypatch.setattr(checks, "has_second", first)
    folder = write_book(tmp_path / "book", case.tables, case.files)
    with pytest.raises(Refused, match="book has") as refused, checking(folder) as checked:
        write_snapshot(checked.book, date(2024, 12, 31), tmp_path / "frozen", findings=checked.found)
    assert case.code in {finding.code for finding in refused.value.findings}
    assert not (tmp_path / "frozen").exists()


@needs_copies
def test_what_was_checked_beside_is_what_was_checked_before(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = ROOT / "examples" / "lcr-2023"
    before = [*kept_findings(check_book(folder))]
    monkeypatch.setattr(checks, "_MANY", 1)
    monkeypatch.setattr(checks, "has_second", first)
    with checking(folder) as checked:
        write_snapshot(checked.book, date(2023, 3, 31), tmp_path / "frozen", findings=checked.found)
    assert [*read_findings(tmp_path / "frozen")] == before


@needs_copies
def test_what_is_not_the_books_fault_is_told_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "_MANY", 1)
    monkeypatch.setattr(checks, "has_second", first)
    with pytest.raises(ZeroDivisionError), checking(ROOT / "examples" / "lcr-2023"):
        _ = 1 // 0
