"""Every verb says what to do next, what cannot be done is said before any work, and no option is taken for another."""

import re
from pathlib import Path

import pytest

from commonweal.cli import main
from commonweal.frameworks.show import run_show
from commonweal.report import build

NEXT = re.compile(r"\bNext: ")


def _last_line(capsys: pytest.CaptureFixture[str], *arguments: str | Path, status: int = 0) -> str:
    assert main([str(argument) for argument in arguments]) == status
    return capsys.readouterr().out.splitlines()[-1]


def test_every_verb_ends_with_what_to_do_next(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    book, report, snapshot = (tmp_path / name for name in ("book", "report", "snapshot"))
    lines = {
        "new": _last_line(capsys, "new", book),
        "check": _last_line(capsys, "check", book),
        "snapshot": _last_line(capsys, "snapshot", book, "-o", snapshot),
        "value": _last_line(capsys, "value", snapshot, "-o", tmp_path / "values"),
        "report": _last_line(capsys, "report", book, "-o", report),
        "verify": _last_line(capsys, "verify", report),
        "explain": _last_line(capsys, "explain", report, "progress.due.volunteering-hours.future"),
        "editions list": _last_line(capsys, "editions", "list"),
        "editions show": _last_line(capsys, "editions", "show", "commonweal-open/2026.1"),
        "editions check": _last_line(capsys, "editions", "check"),
    }
    assert {verb: line for verb, line in lines.items() if not NEXT.match(line)} == {}
    assert f"commonweal explain {report}" in lines["verify"]
    assert f"commonweal verify {report}" in lines["explain"]
    (report / "data" / "places.csv").unlink()
    assert NEXT.match(_last_line(capsys, "verify", report, status=1))


def test_the_version_that_the_list_says_to_show_is_shown() -> None:
    assert run_show("commonweal-open/2026.1", [])[1] == 0


@pytest.mark.parametrize("made", ["letter.txt", "data/letter.txt"])
def test_a_folder_that_is_not_ours_is_refused_before_any_work(
        made: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    main(["new", str(tmp_path / "book")])
    (tmp_path / "out" / made).parent.mkdir(parents=True)
    (tmp_path / "out" / made).write_text("Dear all", encoding="utf-8")
    capsys.readouterr()
    monkeypatch.setattr(build, "check_book", lambda *_, **__: pytest.fail("the records were read"))
    monkeypatch.chdir(tmp_path / "out")
    for target in (tmp_path / "out", Path(".")):
        assert main(["report", str(tmp_path / "book"), "-o", str(target)]) == 1
        said = capsys.readouterr()
        assert said.out == "" and "was not made by this command" in said.err


@pytest.mark.parametrize(("verb", "option", "text"), [
    ("report", "--as-of", "9999-12-31"), ("report", "--as-of", "1899-12-31"), ("report", "--as-of", ""),
    ("snapshot", "--as-of", "2023-02-29"), ("snapshot", "--as-of", "2100-01-01"),
    ("report", "--release", ""), ("report", "--release", " "), ("report", "--release", "1\n2"),
    ("verify", "--fingerprint", ""), ("verify", "--fingerprint", "abc"), ("verify", "--fingerprint", "g" * 64),
    ("verify", "--fingerprint", "0" * 63),
])
def test_what_an_option_cannot_be_is_refused_with_what_to_write(
        verb: str, option: str, text: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    output = [] if verb == "verify" else ["-o", str(tmp_path / "out")]
    with pytest.raises(SystemExit, match="2"):
        main([verb, str(tmp_path), option, text, *output])
    last = capsys.readouterr().err.splitlines()[-1]
    assert option in last and len(last.split()) > 8
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("day", ["1900-01-01", "2099-12-31"])
def test_the_first_and_the_last_day_that_can_be_named_are_worked_with(
        day: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["new", str(tmp_path / "book")])
    assert main(["snapshot", str(tmp_path / "book"), "--as-of", day, "-o", str(tmp_path / "out")]) == 0
    assert f"stood on {day}" in capsys.readouterr().out
