"""How far long work is: said to a person at a terminal, in one line, and to nobody else."""

import io
import sys

import pytest

from commonweal.cli.console import how_far


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_person_at_a_terminal_sees_one_line_that_is_replaced(monkeypatch: pytest.MonkeyPatch) -> None:
    shown = _Terminal()
    monkeypatch.setattr(sys, "stderr", shown)
    how_far("5,000 rows")
    how_far("10,000 rows")
    how_far("")
    assert shown.getvalue().split("\r\x1b[K") == ["", "5,000 rows", "10,000 rows", ""] and "\n" not in shown.getvalue()


def test_a_script_sees_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    shown = io.StringIO()
    monkeypatch.setattr(sys, "stderr", shown)
    how_far("5,000 rows")
    assert shown.getvalue() == ""
