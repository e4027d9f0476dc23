"""A published report is recalculated from its package alone, and whatever was changed in it is named."""

import csv
import io
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from commonweal.basics.findings import Refused
from commonweal.cli import main
from commonweal.report.build import build_report
from commonweal.report.package import DATA, SUMS, seal, sums_of
from commonweal.report.verify import verify
from commonweal.report.words import FINGERPRINT
from commonweal.snapshot.manifest import sha256
from commonweal.snapshot.store import read_snapshot

ROOT = Path(__file__).parents[2]
SOURCES = ROOT / "src"
STARTER = SOURCES / "commonweal" / "ledger" / "starter_book"


def _files(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def _change_cell(path: Path, key: str, column: str, new: str) -> None:
    rows = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8"))))
    position = rows[0].index(column)
    changed = 0
    for row in rows[1:]:
        if row[0] == key:
            row[position] = new
            changed += 1
    assert changed
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    path.write_text(out.getvalue(), encoding="utf-8")


def _reseal(folder: Path) -> None:
    """What a forger does who remakes every fingerprint inside the report."""
    page = folder / "index.html"
    old = sha256((folder / DATA / SUMS).read_bytes())
    page.write_text(page.read_text(encoding="utf-8").replace(old, FINGERPRINT), encoding="utf-8")
    seal(folder)


def test_an_untouched_report_is_sound(report: Path) -> None:
    result = verify(report)
    assert result.sound, [*result.changed, *result.unreadable, *map(str, result.differences)]
    assert result.recalculated > 10
    assert result.by_licence == 0


def test_the_numbers_are_those_worked_by_hand(report: Path) -> None:
    """60 checked hours × £15.00 = £900.00; with 45.5 reported: 105.5 × £15.00 = £1,582.50 (900.00 + 682.50)."""
    text = (report / DATA / "figures.csv").read_text(encoding="utf-8")
    rows = {row["id"]: row for row in csv.DictReader(io.StringIO(text))}
    values = {
        (row["standing"], row["value"], row["low"], row["high"])
        for row in rows.values()
        if row["rule"] == "value"
        and not row["activity"] + row["measure"] + row["theme"] + row["outcome"] + row["role"]
        and row["standing"] in ("reported", "verified")
    }
    assert ("verified", "900.00", "660.00", "1140.00") in values
    assert ("reported", "1582.50", "1160.50", "2004.50") in values
    # 400 hours fall due evenly over the 730 days of two years; 365 of them have passed: 200 hours.
    assert rows["progress.due.volunteering-hours.future"]["value"] == "200"


def test_the_same_book_gives_the_same_bytes(built: Path, tmp_path: Path) -> None:
    build_report(built / "book", tmp_path / "again")
    assert _files(tmp_path / "again") == _files(built / "report")
    for name in _files(built / "report"):
        assert (tmp_path / "again" / name).read_bytes() == (built / "report" / name).read_bytes(), name


def test_one_changed_character_in_any_file_is_named(report: Path, tmp_path: Path) -> None:
    for name in _files(report):
        path = report / name
        untouched = path.read_bytes()
        changed = bytearray(untouched)
        changed[len(changed) // 2] ^= 1
        path.write_bytes(changed)
        result = verify(report) if name != f"{DATA}/datapackage.json" else None
        if result is None:
            assert main(["verify", str(report)]) == 1
        else:
            assert not result.sound, name
            assert any(name in said for said in result.changed) or name == f"{DATA}/{SUMS}", (name, result.changed)
        path.write_bytes(untouched)
    assert verify(report).sound


def test_a_changed_fingerprint_on_the_first_page_is_named(report: Path) -> None:
    page = report / "index.html"
    fingerprint = sha256((report / DATA / SUMS).read_bytes())
    forged = ("0" if fingerprint[0] != "0" else "1") + fingerprint[1:]
    page.write_text(page.read_text(encoding="utf-8").replace(fingerprint, forged), encoding="utf-8")
    assert any("index.html" in name for name in verify(report).changed)


def test_an_added_and_a_missing_file_are_named(report: Path) -> None:
    (report / DATA / "extra.csv").write_text("id\n")
    (report / DATA / "guidance.csv").unlink()
    changed = verify(report).changed
    assert f"{DATA}/extra.csv" in changed
    assert f"{DATA}/guidance.csv" in changed


def test_a_changed_figure_is_named_with_file_row_and_column(report: Path) -> None:
    _change_cell(report / DATA / "figures.csv", "progress.due.volunteering-hours.future", "value", "210")
    _reseal(report)
    result = verify(report)
    assert result.changed == []
    said = [str(difference) for difference in result.differences]
    assert len(said) == 1
    assert "data/figures.csv row" in said[0]
    assert "figure progress.due.volunteering-hours.future, value: published 210, recalculated 200" in said[0]


@pytest.mark.parametrize(
    ("table", "key", "column", "new", "named"),
    [
        (
            "lines",
            "repairs-hours-q1",
            "quantity",
            "90",
            "line repairs-hours-q1, quantity: published 90.0000, recalculated 60.0000",
        ),
        ("valued_lines", "repairs-hours-q1", "gross_central", "9000.00", "published 9000.00, recalculated 900.00"),
        ("unit_values", "volunteering-hours.1", "central", "16.00", "published 16.0000, recalculated 15.0000"),
        (
            "deliveries",
            "repairs-hours-q1",
            "quantity",
            "70",
            "line repairs-hours-q1, quantity: published 60.0000, recalculated 70.0000",
        ),
        ("commitments", "repairs-hours", "quantity", "500", "line repairs-hours.s1, quantity"),
    ],
)
def test_a_change_anywhere_along_the_chain_is_found_even_when_resealed(
        report: Path, table: str, key: str, column: str, new: str, named: str) -> None:
    _change_cell(report / DATA / f"{table}.csv", key, column, new)
    _reseal(report)
    result = verify(report)
    assert result.changed == []
    assert any(named in str(difference) for difference in result.differences), [*map(str, result.differences)]


def test_a_forgery_remade_in_all_its_parts_fails_against_the_fingerprint_one_holds(built: Path, tmp_path: Path) -> None:
    held = verify(built / "report").fingerprint
    shutil.copytree(built / "book", tmp_path / "book")
    path = tmp_path / "book" / "deliveries.csv"
    path.write_text(path.read_text().replace(",60,", ",600,"))
    build_report(tmp_path / "book", tmp_path / "forged")
    assert verify(tmp_path / "forged").sound, "inside itself the forgery is consistent"
    result = verify(tmp_path / "forged", fingerprint=held)
    assert not result.sound
    assert "whole package" in result.changed[0]
    assert verify(built / "report", fingerprint=held).sound


def test_verify_and_explain_need_no_database(report: Path) -> None:
    code = ("import sys\n"
            "for name in ('duckdb', 'pyspark', 'pandas'): sys.modules[name] = None\n"
            "from commonweal.cli import main\n"
            f"raise SystemExit(main(['verify', {str(report)!r}]) or main(['explain', {str(report)!r}, "
            "'progress.due.volunteering-hours.future']))")
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False,
                          env={"PYTHONPATH": str(SOURCES), "PATH": "/usr/bin:/bin"})
    assert done.returncode == 0, done.stdout + done.stderr
    assert "0 differ" in done.stdout
    assert "200 hour" in done.stdout


def test_the_list_of_fingerprints_is_one_that_common_tools_read(report: Path) -> None:
    assert (report / DATA / SUMS).read_text(encoding="utf-8") == sums_of(report)
    for line in sums_of(report).splitlines():
        digest, name = line.split("  ", 1)
        assert sha256((report / name).read_bytes()) == digest


def test_a_folder_without_a_report_is_one_clear_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(Refused, match="holds no report"):
        verify(tmp_path)
    assert main(["verify", str(tmp_path)]) == 1
    assert len(capsys.readouterr().err.splitlines()) == 1


def test_a_link_in_the_place_of_a_file_or_folder_is_named(report: Path, tmp_path: Path) -> None:
    (report / DATA / "places.csv").rename(tmp_path / "places.csv")
    (report / DATA / "places.csv").symlink_to(tmp_path / "places.csv")
    (report / DATA / "more").symlink_to(tmp_path, target_is_directory=True)
    changed = verify(report).changed
    assert [name.split(" ")[0] for name in changed if "it is a link" in name] == [f"{DATA}/more", f"{DATA}/places.csv"]


def test_a_fingerprint_that_one_holds_is_always_compared(report: Path, capsys: pytest.CaptureFixture[str]) -> None:
    held = verify(report).fingerprint
    assert main(["verify", str(report), "--fingerprint", f" {held.upper()} "]) == 0
    assert main(["verify", str(report), "--fingerprint", "0" * 64]) == 1
    assert "CHANGED the whole package" in capsys.readouterr().out
    assert not verify(report, fingerprint="").sound


def test_an_unknown_figure_is_answered_with_those_near_it(report: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", str(report), "progress.due.volunteer"]) == 1
    assert "progress.due.volunteering-hours.future" in capsys.readouterr().err


@pytest.fixture(scope="module")
def licensed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report of a book that uses a framework version whose values may not be published."""
    folder = tmp_path_factory.mktemp("licensed")
    build_report(ROOT / "examples" / "northmere", folder / "report")
    return folder / "report"


def test_figures_withheld_by_licence_are_recalculated_with_ones_own_copy(licensed: Path) -> None:
    alone = verify(licensed)
    assert alone.sound
    assert alone.by_licence > 0
    copy = ROOT / "examples" / "northmere" / "editions" / "wexholme-wellbeing" / "2023"
    with_copy = verify(licensed, editions=[copy])
    assert with_copy.sound, [*map(str, with_copy.differences[:5])]
    assert with_copy.by_licence == 0
    assert with_copy.recalculated == alone.recalculated + alone.by_licence
    assert with_copy.by_disclosure == alone.by_disclosure


def test_another_version_than_the_one_used_is_refused(licensed: Path) -> None:
    with pytest.raises(Refused, match="is not the version that this report was made with"):
        verify(licensed, editions=[STARTER / "editions" / "my-framework" / "2025"])


def test_no_amount_of_a_licensed_value_stands_anywhere_in_the_published_folder(licensed: Path) -> None:
    assert not (licensed / DATA / "editions" / "wexholme-wellbeing").exists()
    rows = list(csv.DictReader(io.StringIO((licensed / DATA / "unit_values.csv").read_text(encoding="utf-8"))))
    closed = [row for row in rows if row["edition"].startswith("wexholme")]
    assert closed
    assert all(row[name] == "" for row in closed for name in ("low", "central", "high", "printed_central"))
    valued = (licensed / DATA / "valued_lines.csv").read_text(encoding="utf-8")
    assert "wexholme" not in valued


def test_the_frozen_year_itself_recalculates_what_is_withheld(licensed: Path, tmp_path: Path) -> None:
    assert main(["snapshot", str(ROOT / "examples" / "northmere"), "-o", str(tmp_path / "snapshot")]) == 0
    result = verify(licensed, snapshot=read_snapshot(tmp_path / "snapshot"))
    assert result.sound
    assert (result.by_licence, result.by_disclosure) == (0, 0)


def test_a_settled_question_cannot_be_read_from_the_numbers_of_reviews(licensed: Path) -> None:
    rows = list(csv.DictReader(io.StringIO((licensed / DATA / "reviews.csv").read_text(encoding="utf-8"))))
    assert sorted(int(row["id"].removeprefix("check.")) for row in rows) == list(range(1, len(rows) + 1))
    assert {row["decision"] for row in rows} == {"verify"}
