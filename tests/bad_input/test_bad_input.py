"""The table of bad input, row by row, on the command itself."""

import errno
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from commonweal.basics.findings import Refused, Severity
from commonweal.cli import main
from commonweal.ledger.book import BookRead, read_book
from commonweal.ledger.checks import run_checks
from commonweal.report.packaged import description
from tests.bad_input.makers import EXACT, FINDINGS
from tests.checks.small_book import write_book
from tests.house.repository import ROOT

PAGE = (ROOT / "docs" / "reference" / "bad-input.md").read_text(encoding="utf-8")
_ROW = re.compile(r"^\| (?!input |---)(.+?) \| (.+?) \| ?(\S*) \| (\d) \|$", re.MULTILINE)
ROWS = {part.split("\n", 1)[0]: {row[0]: row[1:] for row in _ROW.findall(part)} for part in PAGE.split("\n## ")[1:]}
READ, FOUND, COMMANDS, REPORTS = ROWS["Read exactly"], ROWS["Findings"], ROWS["Commands"], ROWS["Reports"]


def _run(arguments: list[str | Path], capsys: pytest.CaptureFixture[str]) -> tuple[int, str, str]:
    try:
        status = main([str(argument) for argument in arguments])
    except SystemExit as stop:  # how the standard library's argument parser ends a command that it does not understand
        status = int(str(stop.code))
    printed = capsys.readouterr()
    assert "Traceback" not in printed.out + printed.err
    return status, printed.out, printed.err


def test_every_row_of_the_table_is_made_and_every_one_made_is_in_the_table():
    assert set(READ) == set(EXACT) and set(FOUND) == set(FINDINGS) and set(COMMANDS) == set(_COMMANDS)
    assert set(REPORTS) == set(_REPORTS) and all(row[0].startswith("named as changed") for row in REPORTS.values())
    assert all(row[0].startswith("read exactly") and row[1:] == ("", "0") for row in READ.values())
    assert all(row[0].startswith("finding") and row[1] and row[2] == "1" for row in FOUND.values())
    assert all(row[0].startswith("one line") and row[2] in ("1", "2") for row in COMMANDS.values())


@pytest.mark.parametrize("what", READ)
def test_it_is_read_exactly(
    what: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
):
    make, (table, key, column, value) = EXACT[what]
    make(tmp_path / "book")
    # What the command read is looked at, so that a million rows are read once.
    read: list[BookRead] = []
    monkeypatch.setattr("commonweal.ledger.book.read_book", lambda folder: read.append(read_book(folder)) or read[0])
    status, out, _ = _run(["check", tmp_path / "book"], capsys)
    assert status == 0 and "ERROR" not in out
    book = read[0].book
    assert book is not None and book.by_id(table)[key].get(column) == value
    if what.startswith("1,000,001"):
        assert len(book.rows(table)) == 1_000_001 and f"Read {read[0].facts:,} facts" in out


@pytest.mark.parametrize("what", FOUND)
def test_it_gives_a_finding(what: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    FINDINGS[what](tmp_path / "book")
    status, out, _ = _run(["check", tmp_path / "book"], capsys)
    errors = [line for line in out.splitlines() if line.startswith("ERROR ")]
    assert status == 1 and {line.split()[1] for line in errors} == {FOUND[what][1]}
    for finding in [*(read := read_book(tmp_path / "book")).findings, *(run_checks(read.book) if read.book else ())]:
        assert finding.file and finding.message and finding.mend


def _made_by_something_else(folder: Path, patch: pytest.MonkeyPatch, verb: str) -> list[str | Path]:
    (folder / "out").mkdir()
    (folder / "out" / "letter.txt").write_text("Dear all", encoding="utf-8")
    return [verb, folder / "book", "-o", folder / "out"]


def _below_a_file(folder: Path, patch: pytest.MonkeyPatch, verb: str) -> list[str | Path]:
    (folder / "file").write_text("", encoding="utf-8")
    return [verb, folder / "book", "-o", folder / "file" / "out"]


def _read_only(folder: Path, patch: pytest.MonkeyPatch, verb: str) -> list[str | Path]:
    main([verb, str(folder / "book"), "-o", str(folder / "out")])

    def refuse(*_: object, **__: object) -> str:
        raise OSError(errno.EROFS, os.strerror(errno.EROFS))

    # Said by hand, because an administrator's account may write into any folder.
    patch.setattr(tempfile, "mkdtemp", refuse)
    return [verb, folder / "book", "-o", folder / "out"]


_COMMANDS: dict[str, Callable[[Path, pytest.MonkeyPatch, str], list[str | Path]] | None] = {
    "A folder of records that is not there": lambda folder, patch, verb: ["check", folder / "none"],
    "A file in the place of the folder of records": lambda folder, patch, verb: [
        "check",
        folder / "book" / "book.toml",
    ],
    "An output folder that was made by something else": _made_by_something_else,
    "An output folder below a file": _below_a_file,
    "A read-only output folder": _read_only,
    "A full disk": None,
    "A verb that does not exist": lambda folder, patch, verb: ["chekc", folder / "book"],
    "A day that is none: `--as-of 31/03/2024`": lambda folder, patch, verb: [
        "snapshot",
        folder / "book",
        "-o",
        folder / "out",
        "--as-of",
        "31/03/2024",
    ],
    "A day beyond 2099: `--as-of 9999-12-31`": lambda folder, patch, verb: [
        verb,
        folder / "book",
        "-o",
        folder / "out",
        "--as-of",
        "9999-12-31",
    ],
    "A release that is none: `--release 0`": lambda folder, patch, verb: [
        "report",
        folder / "book",
        "-o",
        folder / "out",
        "--release",
        "0",
    ],
    "A release before this one that is no report: `--previous book`": lambda folder, patch, verb: [
        "report",
        folder / "book",
        "-o",
        folder / "out",
        "--release",
        "2",
        "--previous",
        folder / "book",
    ],
    "A release without a number: `--release ''`": lambda folder, patch, verb: [
        "report",
        folder / "book",
        "-o",
        folder / "out",
        "--release",
        "",
    ],
    "A fingerprint that is none: `--fingerprint ''`": lambda folder, patch, verb: [
        "verify",
        folder / "book",
        "--fingerprint",
        "",
    ],
    "A folder to explain that holds no report": lambda folder, patch, verb: ["explain", folder / "book", "any"],
}


def _tree(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("verb", ["snapshot", "report"])
@pytest.mark.parametrize("what", [what for what in COMMANDS if _COMMANDS[what]])
def test_a_command_that_cannot_go_on_says_why_in_one_line_and_leaves_everything_as_it_was(
    what: str, verb: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
):
    write_book(tmp_path / "book", {})
    prepare = _COMMANDS[what]
    assert prepare is not None
    arguments = prepare(tmp_path, monkeypatch, verb)
    capsys.readouterr()
    before = _tree(tmp_path)
    status, out, err = _run(arguments, capsys)
    said = err.strip().splitlines()
    assert status == int(COMMANDS[what][2]) and len(said[-1].split()) > 5
    # A report says how far it has come; neither says that anything was made.
    assert "Fingerprint" not in out and (verb == "report" or out == "")
    assert len(said) == 1 or status == 2
    assert _tree(tmp_path) == before


_DESCRIPTION = Path("data", "datapackage.json")


def _described(text: str) -> Callable[[Path], Path]:
    def change(report: Path) -> Path:
        (report / _DESCRIPTION).write_text(text, encoding="utf-8")
        return _DESCRIPTION

    return change


def _linked(report: Path) -> Path:
    name = Path("data", "places.csv")
    (report / name).rename(report.parent / "elsewhere.csv")
    (report / name).symlink_to(report.parent / "elsewhere.csv")
    return name


# Each spoils a report and says which file must be named.
_REPORTS: dict[str, Callable[[Path], Path]] = {
    "A description that is a list: `[]` in `data/datapackage.json`": _described("[]"),
    'A description of something else: `{"resources": 5}`': _described('{"resources": 5}'),
    "A description with brackets too deep to read": _described("[" * 100_000),
    "A file that is a link to the same text elsewhere": _linked,
}


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small book's report, which nobody changes."""
    folder = tmp_path_factory.mktemp("published")
    assert main(["report", str(write_book(folder / "book", {})), "-o", str(folder / "report")]) == 0
    return folder / "report"


@pytest.mark.parametrize("what", REPORTS)
def test_a_spoilt_report_is_named(what: str, published: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    report = tmp_path / "report"
    shutil.copytree(published, report)
    name = _REPORTS[what](report).as_posix()
    status, out, err = _run(["verify", report], capsys)
    assert status == int(REPORTS[what][2]) and err == ""
    assert [line for line in out.splitlines() if line.startswith(f"CHANGED {name}")]
    unread = [line for line in out.splitlines() if line.startswith("CANNOT BE READ")]
    assert len(unread) == ("one line" in REPORTS[what][0])
    if unread:
        status, out, err = _run(["explain", report, "any"], capsys)
        assert status == 1 and len(err.splitlines()) == 1 and out == ""


_ANYTHING = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.text(max_size=8), st.just("9999-12-31"), st.just("0" * 64)),
    lambda inner: st.lists(inner, max_size=2)
    | st.dictionaries(st.sampled_from(["id", "digest", "sha256_with_fingerprint_blanked", "path"]), inner, max_size=3),
    max_leaves=4,
)


@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    key=st.sampled_from(["as_of", "name", "release", "snapshot", "frameworks", "report", "resources"]), value=_ANYTHING
)
def test_a_description_that_says_anything_else_is_found_or_needed_by_nobody(
    key: str, value: object, published: Path, tmp_path: Path
):
    path = tmp_path / "datapackage.json"
    described = json.loads((published / _DESCRIPTION).read_text(encoding="utf-8"))
    path.write_text(json.dumps(described | {key: value}), encoding="utf-8")
    try:
        read = description(path)
    except Refused as stopped:
        assert key in str(stopped) and "\n" not in str(stopped)
        return
    assert date.fromisoformat(read["as_of"]).year in range(1900, 2100)
    assert len(read["snapshot"]) == 64 and isinstance(read["name"], str) and read["release"] >= 1
    assert all(isinstance(each["id"], str) and len(each["digest"]) == 64 for each in read["frameworks"])
    assert len(read["report"]["sha256_with_fingerprint_blanked"]) == 64


_ON_A_SMALL_DISK = """
import resource, signal, sys
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (600, 600))
from commonweal.cli import main
sys.exit(main(sys.argv[1:]))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limit on a file's size to stand in for a full disk")
@pytest.mark.parametrize("verb", ["snapshot", "report"])
def test_a_full_disk_leaves_what_was_there(verb: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    book = write_book(tmp_path / "book", {})
    assert _run([verb, book, "-o", tmp_path / "out"], capsys)[0] == 0
    before = _tree(tmp_path)
    ran = subprocess.run(
        [sys.executable, "-c", _ON_A_SMALL_DISK, verb, str(book), "-o", str(tmp_path / "out")],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
    )
    assert ran.returncode == int(COMMANDS["A full disk"][2]) and "Fingerprint" not in ran.stdout
    assert len(ran.stderr.strip().splitlines()) == 1 and (
        "was left as it was" in ran.stderr or "Nothing was changed" in ran.stderr
    )
    assert _tree(tmp_path) == before


_FILES = [
    "book.toml",
    "places.csv",
    "activities.csv",
    "commitments.csv",
    "deliveries.csv",
    "reviews.csv",
    "stories/one.md",
    "editions/small-framework/1/edition.toml",
    "editions/small-framework/1/measures.csv",
    "private/participants.csv",
]
_STORY = '+++\ntitle = "One"\nrole = "investor"\nconsent = "yes"\n+++\nText.\n'
_PIECES = st.one_of(
    st.binary(max_size=6),
    st.sampled_from(
        [
            b",",
            b'"',
            b"\n",
            b"=",
            b"-",
            b"[",
            b"]]",
            b"true",
            b"1e9",
            b"2024-01-01",
            b"nan",
            b"promised",
            b"dock",
            b"spring",
            b"\xff",
        ]
    ),
)


@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=st.sampled_from(_FILES), data=st.data())
def test_a_book_spoilt_anywhere_is_read_or_gives_findings(name: str, data: st.DataObject, tmp_path: Path):
    book = tmp_path / "book"
    if not book.exists():
        participants = "delivery,token,group,start\nspring,t1,,\n"
        write_book(book, {}, {"stories/one.md": _STORY, "private/participants.csv": participants})
    path = book / name
    sound = path.read_bytes()
    start = data.draw(st.integers(0, len(sound)))
    end = data.draw(st.integers(start, min(len(sound), start + 12)))
    try:
        path.write_bytes(sound[:start] + data.draw(_PIECES) + sound[end:])
        read = read_book(book)
        findings = read.findings + (run_checks(read.book) if read.book else [])
        assert read.book is not None or any(finding.severity is Severity.ERROR for finding in findings)
    except Refused as stopped:
        assert str(stopped)
    finally:
        path.write_bytes(sound)
