"""The site is killed while it writes: whole or not at all, nothing acknowledged is lost, and it can be done again."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path

import pytest

from tests.house.repository import ROOT
from tools.with_postgres import database, server

TEN = {"ask for a link": 1, "mail": 2, "evidence": 1, "submit": 2, "accept": 1, "lock": 1, "approve": 1, "publish": 1}
TWO_HUNDRED = {"ask for a link": 16, "mail": 28, "evidence": 20, "submit": 48, "accept": 20, "lock": 20, "approve": 16,
               "publish": 32}


GIVEN = os.environ.get("COMMONWEAL_DATABASE", "")
USUAL = "postgresql" if GIVEN else "sqlite"


@pytest.fixture
def address(request: pytest.FixtureRequest) -> Iterator[str]:
    """A database of its own on the server of the tests, or on one that is started for it; blank for an SQLite file."""
    if request.param == "sqlite":
        yield ""
    else:
        with nullcontext(GIVEN) if GIVEN else server() as found, database(found, "killed") as own:
            yield own


@pytest.mark.parametrize(("points", "address"), [
    pytest.param(TEN, USUAL, id=f"10-{USUAL}"),
    *(pytest.param(TWO_HUNDRED, database, marks=pytest.mark.crash, id=f"200-{database}")
      for database in ("sqlite", "postgresql"))], indirect=["address"])
def test_a_site_that_is_killed_while_it_writes(points: dict[str, int], address: str, tmp_path: Path) -> None:
    surroundings = {name: value for name, value in os.environ.items()
                    if not name.startswith(("COMMONWEAL_", "DJANGO_"))}
    surroundings |= {"COMMONWEAL_HOME": str(tmp_path / "home"), "COMMONWEAL_PLAIN": "yes",
                     "COMMONWEAL_DATABASE": address,
                     "DJANGO_SETTINGS_MODULE": "commonweal.web.config.settings", "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"}

    def run(*arguments: str) -> dict:
        done = subprocess.run([sys.executable, "-m", *arguments], env=surroundings, cwd=ROOT, capture_output=True,
                              text=True, check=False)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout.splitlines()[-1])

    told = run("tests.crash.site_home")
    outcome = run("tests.crash.site_killed", json.dumps({"told": told, "points": points}))
    assert {name: found["wrong"] for name, found in outcome.items() if found["wrong"]} == {}
    assert sum(points.values()) == sum(found["old"] + found["new"] for found in outcome.values())
    assert [name for name, found in outcome.items() if found["not killed"]] == []
    if points is TWO_HUNDRED:
        # Of each all three were seen, or the points did not cover the whole write.
        assert [name for name, found in outcome.items()
                if not (found["old"] and found["new"] and found["acknowledged"])] == []
