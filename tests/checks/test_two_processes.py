"""Of a large book, a copy of the process does half of the rules, where the machine has room for one."""

from collections.abc import Callable
from typing import Any

import pytest

from commonweal.basics.beside import beside
from commonweal.ledger import checks
from commonweal.ledger.book import read_book
from tests.basics.test_beside import needs_copies
from tests.house.repository import ROOT


@needs_copies
@pytest.mark.parametrize("name", ["lcr-2023", "northmere"])
def test_two_processes_find_the_same_as_one(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    book = read_book(ROOT / "examples" / name).book
    assert book is not None
    one = checks.run_checks(book)
    copied: list[Callable[[], Any]] = []
    monkeypatch.setattr(checks, "_MANY", 1)
    monkeypatch.setattr(checks, "has_second", lambda: True)
    monkeypatch.setattr(checks, "beside", lambda work: copied.append(work) or beside(work))
    assert len(one) > 10
    assert checks.run_checks(book) == one
    assert len(copied) == 1
