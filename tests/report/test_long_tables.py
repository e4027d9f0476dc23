"""A frozen year too long for memory gives the same report, byte for byte, as one that is read whole."""

from functools import partial
from pathlib import Path

import pytest

from commonweal.basics.findings import Refused
from commonweal.ledger.checked import check_book, kept_findings
from commonweal.report import build, shown_lines
from commonweal.report.build import build_report
from commonweal.snapshot.long_table import LongTable
from commonweal.snapshot.store import FINDINGS, frozen, read_snapshot, write_snapshot
from tests.house.repository import ROOT


def differing(one: Path, other: Path) -> list[str]:
    files = {
        path.relative_to(folder).as_posix() for folder in (one, other) for path in folder.rglob("*") if path.is_file()
    }
    assert len(files) > 100
    return sorted(name for name in files
                  if not ((one / name).is_file() and (other / name).is_file()
                          and (one / name).read_bytes() == (other / name).read_bytes()))


@pytest.mark.parametrize("book", ["lcr-2023", "northmere"])
def test_lines_on_disk_and_frozen_figures_give_the_report_of_the_records(book, tmp_path, monkeypatch):
    """Three ways to the same bytes: everything in memory, lines and deliveries on disk, from figures frozen before."""
    records = ROOT / "examples" / book
    build_report(records, tmp_path / "memory")
    checked = check_book(records)
    day = checked.book.settings.period.span.end
    write_snapshot(checked.book, day, tmp_path / "frozen", findings=lambda: kept_findings(checked))
    monkeypatch.setattr(build, "read_snapshot", partial(read_snapshot, long=1))
    # So few that the lines of most pages are read by themselves, and those of some together.
    monkeypatch.setattr(shown_lines, "_AT_ONCE", 20)
    build_report(tmp_path / "frozen", tmp_path / "disk")
    assert differing(tmp_path / "memory", tmp_path / "disk") == []


def test_long_tables_stay_on_disk_and_short_ones_do_not():
    book = check_book(ROOT / "examples/lcr-2023").book
    with frozen(book, book.settings.period.span.end, long=50) as snapshot:
        assert isinstance(snapshot.lines, LongTable)
        assert not isinstance(snapshot.book.rows("deliveries"), LongTable)
        assert len(snapshot.lines) == len([*snapshot.lines]) == 54
        first = next(iter(snapshot.lines))
        assert first in snapshot.lines


def test_frozen_figures_are_reported_as_of_their_own_day_and_with_their_findings(tmp_path):
    checked = check_book(ROOT / "examples/lcr-2023")
    day = checked.book.settings.period.span.end
    write_snapshot(checked.book, day, tmp_path / "frozen", findings=lambda: kept_findings(checked))
    with pytest.raises(Refused, match="was frozen as of 2023-03-31"):
        build_report(tmp_path / "frozen", tmp_path / "report", as_of=day.replace(year=2022))
    write_snapshot(checked.book, day, tmp_path / "bare")
    assert not (tmp_path / "bare" / FINDINGS).exists()
    with pytest.raises(Refused, match="does not say what checking the records found"):
        build_report(tmp_path / "bare", tmp_path / "report")
    (tmp_path / "frozen" / FINDINGS).write_text("{}", encoding="utf-8")
    with pytest.raises(Refused, match=FINDINGS):
        build_report(tmp_path / "frozen", tmp_path / "report")
