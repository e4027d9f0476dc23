"""A folder has one writer at a time; what a living run works at is left alone, and what a dead one left is removed."""

import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from commonweal.basics import alone
from commonweal.basics.findings import Refused
from commonweal.basics.folders import as_it_is, changed_folder, new_folder

# Writes beside us until it is told to go on, or is killed.
_WRITER = """
import sys
from pathlib import Path
from commonweal.basics.folders import new_folder
with new_folder(Path(sys.argv[1]), ours="mark") as work:
    (work / "mark").write_text("theirs")
    print("inside", flush=True)
    sys.stdin.readline()
"""


@contextmanager
def writer(target: Path) -> Iterator[subprocess.Popen[str]]:
    """Another process in the middle of writing a folder."""
    with subprocess.Popen([sys.executable, "-c", _WRITER, str(target)], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                          text=True, env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}) as process:
        assert process.stdout is not None and process.stdout.readline() == "inside\n"
        yield process
        process.kill()


def write(target: Path, text: str) -> None:
    with new_folder(target, ours="mark") as work:
        (work / "mark").write_text(text)


def beside(target: Path) -> list[str]:
    return sorted(path.name for path in target.parent.iterdir() if path.name.startswith(".commonweal"))


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(alone, "PATIENCE", 0.1)


@pytest.mark.usefixtures("impatient")
def test_a_second_writer_is_refused_and_the_first_ends_whole(tmp_path: Path):
    target = tmp_path / "out"
    write(target, "old")
    with writer(target) as first:
        with pytest.raises(Refused, match="out is being written by another run"):
            write(target, "second")
        assert (target / "mark").read_text() == "old"
        first.communicate("\n")
        assert first.returncode == 0
    assert (target / "mark").read_text() == "theirs" and beside(target) == []


def test_a_second_writer_waits_for_the_first(tmp_path: Path):
    target = tmp_path / "out"
    with writer(target) as first:
        second = threading.Thread(target=write, args=(target, "second"))
        second.start()
        time.sleep(0.3)
        assert second.is_alive() and not target.exists()
        first.communicate("\n")
        second.join(30)
        assert first.returncode == 0
    assert (target / "mark").read_text() == "second" and beside(target) == []


@pytest.mark.usefixtures("impatient")
@pytest.mark.skipif(os.name == "nt", reason="only administrators may make a link on Windows; all else runs it")
def test_a_folder_is_one_by_all_its_names(tmp_path: Path):
    write(tmp_path / "out", "old")
    (tmp_path / "link").symlink_to("out")
    with writer(tmp_path / "out"), pytest.raises(Refused, match="is being written by another run"):
        write(tmp_path / "link", "second")
    write(tmp_path / "link", "third")
    assert (tmp_path / "out" / "mark").read_text() == "third" and (tmp_path / "link").is_symlink()


def test_what_a_killed_run_left_is_removed_by_the_next(tmp_path: Path):
    target = tmp_path / "out"
    with writer(target) as process:
        process.kill()
        process.wait()
        assert len(beside(target)) == 2, "its work, and its lock that holds nobody any more"
        write(target, "next")
    assert (target / "mark").read_text() == "next" and beside(target) == []


def test_a_run_on_a_name_that_begins_alike_is_left_alone(tmp_path: Path):
    with writer(tmp_path / "book-2024") as other:
        write(tmp_path / "book", "ours")
        other.communicate("\n")
        assert other.returncode == 0
    assert (tmp_path / "book-2024" / "mark").read_text() == "theirs"
    assert beside(tmp_path / "book") == []


def test_a_name_that_reads_as_a_pattern_is_a_name(tmp_path: Path):
    with writer(tmp_path / "ab") as other:
        write(tmp_path / "a[b]", "ours")
        write(tmp_path / "a*", "ours")
        other.communicate("\n")
        assert other.returncode == 0
    assert (tmp_path / "ab" / "mark").read_text() == "theirs"


@pytest.mark.parametrize("change", ["change", "add", "remove", "same size", "back in time"])
def test_what_somebody_saves_meanwhile_is_kept(change: str, tmp_path: Path):
    target = tmp_path / "out"
    write(target, "old")
    (target / "more").write_text("more")
    with pytest.raises(Refused, match="out was changed by somebody else meanwhile"), \
            changed_folder(target, ours="mark") as work:
        assert (work / "more").read_text() == "more"
        (work / "mark").write_text("ours")
        if change == "add":
            (target / "new").write_text("theirs")
        elif change == "remove":
            (target / "more").unlink()
        else:
            stood = (target / "more").stat()
            time.sleep(0.02)
            (target / "more").write_text("rome" if change == "same size" else "theirs!")
            if change == "back in time":
                os.utime(target / "more", ns=(stood.st_atime_ns, stood.st_mtime_ns))
    assert (target / "mark").read_text() == "old" and beside(target) == []
    assert (target / "new").exists() == (change == "add") and (target / "more").exists() == (change != "remove")


def test_what_was_saved_since_somebody_looked_is_kept(tmp_path: Path):
    target = tmp_path / "out"
    write(target, "old")
    seen = as_it_is(target)
    (target / "mark").write_text("theirs")
    with pytest.raises(Refused, match="was changed by somebody else meanwhile"), \
            changed_folder(target, ours="mark", since=seen):
        pytest.fail("nothing is begun")
    assert (target / "mark").read_text() == "theirs" and beside(target) == []


def test_a_folder_for_few_eyes_stays_one(tmp_path: Path):
    target = tmp_path / "out"
    write(target, "old")
    target.chmod(0o700)
    with changed_folder(target, ours="mark") as work:
        (work / "mark").write_text("new")
    assert (target / "mark").read_text() == "new" and target.stat().st_mode & 0o777 == 0o700
