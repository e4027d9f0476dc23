"""A backup holds everything, and makes an empty machine the site that it was; a damaged one is refused whole."""

import fcntl
import gzip
import io
import os
import subprocess
import sys
import tarfile
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

import pytest

from commonweal.basics.findings import Refused
from commonweal.web import backup
from commonweal.web.backup import MANIFEST, unpack
from tests.house.repository import ROOT
from tools.with_postgres import database

ADDRESS = os.environ.get("COMMONWEAL_DATABASE", "")


class Machine:
    """A machine with a home and a database of its own."""

    def __init__(self, home: Path, database: str) -> None:
        self.home = home
        self.surroundings = {
            **{name: value for name, value in os.environ.items() if not name.startswith("COMMONWEAL_")},
            "COMMONWEAL_HOME": str(home), "COMMONWEAL_PLAIN": "yes", "COMMONWEAL_DATABASE": database,
            "DJANGO_SETTINGS_MODULE": "commonweal.web.config.settings", "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"}

    def run(self, *arguments: str, module: str = "commonweal.web", code: int = 0) -> str:
        """What a command prints."""
        done = subprocess.run([sys.executable, "-m", module, *arguments], env=self.surroundings, cwd=ROOT, text=True,
                              capture_output=True, check=False, timeout=300)
        assert done.returncode == code, done.stdout + done.stderr
        return done.stdout + (done.stderr if code else "")

    def ask(self, code: str) -> str:
        """What a few lines of Python on its database print."""
        done = subprocess.run([sys.executable, "-c", f"import django; django.setup()\n{code}"], env=self.surroundings,
                              cwd=ROOT, text=True, capture_output=True, check=True, timeout=120)
        return done.stdout.strip()

    def files(self, *folders: str) -> dict[str, bytes]:
        """The files of some of its folders."""
        return {str(path.relative_to(self.home)): path.read_bytes() for folder in folders
                for path in (self.home / folder).rglob("*") if path.is_file()}


@pytest.fixture(scope="module")
def machine(tmp_path_factory) -> Callable[[str], Machine]:
    """Makes machines by their names: with an SQLite file, or a database of their own on the server of the tests."""
    folder = tmp_path_factory.mktemp("machines")
    with ExitStack() as databases:
        yield lambda name: Machine(folder / name, databases.enter_context(database(ADDRESS, name)) if ADDRESS else "")


@pytest.fixture(scope="module")
def backed_up(machine, tmp_path_factory) -> tuple[Machine, Path, str, str]:
    """A machine with a published report, a backup of it, what the backup printed, and the report's fingerprint."""
    old = machine("old")
    fingerprint = old.run("make", module="tests.web.backup_setup").strip()
    file = tmp_path_factory.mktemp("kept") / "commonweal.backup"
    return old, file, old.run("backup", str(file)), fingerprint


def test_an_empty_machine_becomes_the_site_and_makes_its_last_report_anew_to_the_same_fingerprint(backed_up, machine):
    old, file, told, fingerprint = backed_up
    assert file.stat().st_mode & 0o777 == 0o600
    new = machine("new")
    said = new.run("restore", str(file))
    assert f"Release 1 of dockside, made anew from its frozen figures: {fingerprint}" in said
    assert told.split("Its fingerprint is ")[1].split()[0] in said and "NOT AS IT WAS" not in said
    assert "1 files, each compared with its fingerprint" in said
    kept = ("evidence", "frozen", "prepared", "published")
    assert new.files(*kept) == old.files(*kept) and len(new.files(*kept)) > 20
    assert (new.home / "secret").read_bytes() == (old.home / "secret").read_bytes()
    counts = ("from django.apps import apps\n"
              "print({model.__name__: model.objects.count() for model in apps.get_models()})")
    assert new.ask(counts) == old.ask(counts)
    assert "no sign of tampering" in new.run("audit", "verify", "--anchor", told.split("trail ends at ")[1].split()[0])
    again = new.run("restore", str(file), code=1)
    assert "into an empty home" in again and "Traceback" not in again


def test_what_was_erased_after_the_backup_is_erased_again(backed_up, machine, tmp_path):
    old, file, _, _ = backed_up
    old.run("erase", module="tests.web.backup_setup")
    listed = tmp_path / "erased.txt"
    listed.write_text(old.run("erased"))
    kinds = sorted(line.split()[1] for line in listed.read_text().splitlines())
    assert kinds == ["evidence", "payments.supplier", "people", "stories"] and "anary" not in listed.read_text()
    new = machine("later")
    wrong = tmp_path / "wrong.txt"
    wrong.write_text("dockside everything\n")
    assert "nothing was restored" in new.run("restore", str(file), "--erased", str(wrong), code=1)
    assert "Destroyed again in dockside: 4 of 4 things" in new.run("restore", str(file), "--erased", str(listed))
    names = ("from commonweal.web.people.models import Person\nfrom commonweal.web.audit.models import Apart\n"
             "print(Person.objects.filter(email__contains='canary').count(), "
             "Apart.objects.filter(value__contains='Canary').count())")
    assert new.ask(names) == old.ask(names) == "0 0"
    stands = ("from commonweal.web.register.models import ROWS, Text\n"
              "print(list(ROWS['payments'].objects.values_list('key', 'supplier')), "
              "Text.objects.filter(path='stories/tmp-gate.md').exists())")
    assert new.ask(stands) == old.ask(stands) == "[('p1', None)] False"
    assert new.files("evidence") == old.files("evidence") == {}
    assert "no sign of tampering" in new.run("audit", "verify")
    # A backup of what is left holds nothing that was destroyed, and asks for nothing that is gone.
    later = tmp_path / "later.backup"
    new.run("backup", str(later))
    assert "0 files, each compared with its fingerprint" in machine("last").run("restore", str(later))


def _again(file: Path, target: Path, change: Callable[[tarfile.TarInfo, bytes], tuple[tarfile.TarInfo, bytes] | None]):
    """The archive written anew, with members changed or left out."""
    with tarfile.open(file) as old, tarfile.open(target, "w:gz", compresslevel=1) as new:
        for member in old:
            kept = change(member, old.extractfile(member).read())
            if kept:
                kept[0].size = len(kept[1])
                new.addfile(kept[0], io.BytesIO(kept[1]))


def _renamed(member, content, name):
    if member.name.startswith("evidence/"):
        member.name = name
    return member, content


DAMAGES = {
    "a changed file": (lambda member, content: (member, content + b"\n" if "figures.csv" in member.name else content),
                       "is not as it was when the backup was made"),
    "a file that is gone": (lambda member, content: None if member.name.startswith("evidence/") else (member, content),
                            "is not as it was when the backup was made"),
    "no manifest": (lambda member, content: None if member.name == MANIFEST else (member, content), "ends before"),
    "a way out": (lambda member, content: _renamed(member, content, "evidence/../../outside"), "which no backup does"),
    "a foreign file": (lambda member, content: _renamed(member, content, "bin/sh"), "which no backup does"),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_archive_is_refused_with_the_reason(backed_up, tmp_path, damage):
    change, told = DAMAGES[damage]
    _again(backed_up[1], tmp_path / "damaged", change)
    (tmp_path / "work").mkdir()
    with pytest.raises(Refused, match=told):
        unpack(tmp_path / "damaged", tmp_path / "work")
    assert not (tmp_path / "outside").exists()


def test_an_archive_that_was_cut_short_or_is_none_is_refused_and_leaves_the_home_empty(backed_up, machine, tmp_path):
    content = backed_up[1].read_bytes()
    flipped = content[:5_000] + bytes([content[5_000] ^ 1]) + content[5_001:]
    for name, damaged in (("cut", content[:len(content) // 2]), ("flipped", flipped), ("none", b"something else"),
                          ("no archive", gzip.compress(b"x" * 1_000))):
        (tmp_path / name).write_bytes(damaged)
        (tmp_path / f"{name}-work").mkdir()
        with pytest.raises(Refused, match="nothing was restored"):
            unpack(tmp_path / name, tmp_path / f"{name}-work")
    empty = machine("empty")
    said = empty.run("restore", str(tmp_path / "flipped"), code=1)
    assert "nothing was restored" in said and "Traceback" not in said
    assert {path.name for path in empty.home.iterdir()} <= {"secret", "records.sqlite3"}
    empty.run("restore", str(backed_up[1]))


def test_a_backup_replaces_no_file(backed_up):
    old, file, _, _ = backed_up
    before = file.read_bytes()
    assert "is there already" in old.run("backup", str(file), code=1)
    assert file.read_bytes() == before and list(file.parent.iterdir()) == [file]


@pytest.mark.django_db(transaction=True)
def test_what_is_put_on_disk_is_open_for_writing_as_windows_wants_it(settings, tmp_path, monkeypatch):
    settings.HOME = tmp_path
    on_disk = list[int]()

    def fsync(file: int) -> None:
        on_disk.append(fcntl.fcntl(file, fcntl.F_GETFL) & os.O_ACCMODE)

    monkeypatch.setattr("os.fsync", fsync)
    backup.write(tmp_path / "commonweal.backup")
    assert on_disk and os.O_RDONLY not in on_disk
