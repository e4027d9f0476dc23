"""The locked requirements: complete, hashed, and without the address of anybody's server."""

import re

import pytest

from tests.house.repository import ROOT, settings

SETS = sorted(path.stem for path in ROOT.glob("requirements*.in"))
NAME = re.compile(r"^([A-Za-z0-9._-]+)", re.MULTILINE)


def _wanted(stem: str) -> dict[str, str]:
    wanted: dict[str, str] = {}
    for line in (ROOT / f"{stem}.in").read_text(encoding="utf-8").splitlines():
        if line.startswith("-r "):
            wanted |= _wanted(line.removeprefix("-r ").removesuffix(".in"))
        elif line and not line.startswith("#"):
            wanted[NAME.match(line).group(1).lower()] = line.replace(" ", "")
    return wanted


def test_there_is_a_set_for_each_kind_of_work():
    kinds = ["", "bench", "dev", "journeys", "node", "spark"]
    assert [f"requirements-{kind}" if kind else "requirements" for kind in kinds] == SETS


@pytest.mark.parametrize("stem", SETS)
def test_every_requirement_is_locked_by_hashes_and_by_nothing_else(stem):
    text = (ROOT / f"{stem}.txt").read_text(encoding="utf-8")
    entries = [entry for entry in re.split(r"\n(?=[a-z])", re.sub(r"^#.*\n", "", text, flags=re.MULTILINE)) if entry]
    for entry in entries:
        lines = [line.strip().rstrip("\\").strip() for line in entry.strip().splitlines()]
        assert re.fullmatch(r"[a-z0-9._-]+==[0-9][0-9a-z.+!-]*( ; .*)?", lines[0]), lines[0]
        assert lines[1:] and all(re.fullmatch(r"--hash=sha256:[0-9a-f]{64}", line) for line in lines[1:]), lines[0]
    assert not re.search(r"://|\bhttps?\b|index-url|find-links|(^|\s)/", text)
    assert set(_wanted(stem)) <= {NAME.match(entry).group(1) for entry in entries}


def test_the_package_asks_for_what_its_locked_set_holds():
    project = settings()["project"]
    extras = project["optional-dependencies"]
    # The locked set is that of a whole installation; who only makes and checks reports needs no site.
    assert sorted([*project["dependencies"], *extras["web"]]) == sorted(
        spec for name, spec in _wanted("requirements").items() if name != "setuptools")
    assert extras["spark"] == [_wanted("requirements-spark")["pyspark"]]


def test_every_set_agrees_with_the_others_on_versions():
    versions: dict[str, set[str]] = {}
    for stem in SETS:
        for line in (ROOT / f"{stem}.txt").read_text(encoding="utf-8").splitlines():
            if "==" in line and not line.startswith((" ", "#")):
                requirement, _, marker = line.rstrip(" \\").partition(" ; ")
                name, version = requirement.split("==")
                versions.setdefault(f"{name} {marker}", set()).add(version)
    assert {name: found for name, found in versions.items() if len(found) > 1} == {}
