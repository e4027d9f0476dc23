"""The container file: it was not built here, so what can be read of it is held to the program that it starts."""

import re
import shlex
import sys
import tomllib
from fnmatch import fnmatch

from tests.house.repository import ROOT

LINES = re.sub(r"\\\n", "", (ROOT / "Containerfile").read_text(encoding="utf-8")).splitlines()
STEPS = [(line.partition(" ")[0], line.partition(" ")[2].strip()) for line in LINES if line[:1].isupper()]
SAID = dict(STEPS)
ENVIRONMENT = dict(pair.split("=", 1) for name, said in STEPS if name == "ENV" for pair in shlex.split(said))


def _started() -> str:
    return SAID["CMD"].replace('\\"', '"')


def test_it_says_that_nobody_has_built_it():
    assert "has not been built" in (ROOT / "Containerfile").read_text(encoding="utf-8")


def test_it_is_a_plain_python_that_the_package_allows_and_not_root_when_it_starts():
    version = re.fullmatch(r"python:(\d+\.\d+)-slim", SAID["FROM"])
    needed = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["requires-python"]
    assert version and needed == f">={version[1]}" and version[1] == ".".join(map(str, sys.version_info[:2]))
    names = [name for name, _ in STEPS]
    assert SAID["USER"] == "commonweal" and names.index("USER") < names.index("CMD")
    assert "RUN" not in names[names.index("USER"):]


def test_what_the_site_keeps_lies_in_the_volume():
    assert SAID["VOLUME"] == ENVIRONMENT["COMMONWEAL_HOME"]
    assert f"--home-dir {SAID['VOLUME']} " in next(said for name, said in STEPS if "useradd" in said)


def test_it_starts_the_server_that_the_command_line_knows_and_asks_whether_it_lives():
    serve = (ROOT / "src/commonweal/web/people/management/commands/serve.py").read_text(encoding="utf-8")
    assert "waitress" in serve
    for option in re.findall(r"--[a-z-]+", _started()):
        assert f'"{option}"' in serve, option
    assert f"--port {SAID['EXPOSE']}" in _started() and f", {SAID['EXPOSE']}," in SAID["HEALTHCHECK"]
    asked = re.search(r"'GET', '/static/([^']+)'", SAID["HEALTHCHECK"])
    assert asked and (ROOT / "src/commonweal/web/static" / asked[1]).exists()


def test_all_that_is_copied_in_is_let_in_and_nothing_else():
    ignored = (ROOT / ".containerignore").read_text(encoding="utf-8").split()
    copied = [said.rsplit(" ", 1)[0] for name, said in STEPS if name == "COPY"]
    assert ignored[0] == "*" and sorted(found[1:] for found in ignored[1:]) == sorted(copied)
    assert fnmatch("dist/commonweal-0.1.0-py3-none-any.whl", copied[-1])
