"""Half of the pages are written by a copy of the process, where the machine has room for one."""

from collections.abc import Callable
from pathlib import Path

import pytest

from commonweal.basics.beside import beside
from commonweal.report import html
from commonweal.report.html import write_html
from tests.basics.test_beside import needs_copies
from tests.report.documents import document


def written(folder: Path) -> dict[str, bytes]:
    folder.mkdir()
    write_html(document("northmere"), folder)
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@needs_copies
def test_two_processes_write_the_same_pages_as_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(html, "has_second", lambda: True)
    copied: list[Callable[[], None]] = []
    monkeypatch.setattr(html, "beside", lambda work: copied.append(work) or beside(work))
    two = written(tmp_path / "two")
    monkeypatch.setattr(html, "has_second", lambda: False)
    one = written(tmp_path / "one")
    assert len(copied) == 1 and len(two) > 1_000
    assert two == one
