"""Run every check of the repository, change nothing, and report every failure, not only the first."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PYTHON = sys.executable


def checks(scratch: Path) -> Iterator[tuple[str, list[str]]]:
    """What is checked, as a few words and the command that does it; only `scratch` is written to."""
    yield "style", [PYTHON, "-m", "ruff", "check", "--no-cache", "."]
    yield "types", [PYTHON, "-m", "mypy", "--cache-dir", str(scratch / "types")]
    yield "one-way flow", [str(Path(PYTHON).parent / "lint-imports"), "--no-cache"]
    yield "generated pages are current", [PYTHON, "-m", "tools.make_reference", "--check"]
    yield "documentation, with no dead link", [
        PYTHON, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", str(scratch / "site")]
    yield "framework versions that we ship", [PYTHON, "-m", "commonweal", "editions", "check"]
    for book in sorted((ROOT / "examples").iterdir()):
        if (book / "book.toml").exists():
            yield f"example {book.name}", [PYTHON, "-m", "commonweal", "check", str(book.relative_to(ROOT))]


def main() -> int:
    """Print what each failing check said, then one line for each check; 1 if any failed."""
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1", "NO_COLOR": "1", "PYTHONPATH": "src"}
    summary: list[tuple[str, bool]] = []
    with tempfile.TemporaryDirectory() as scratch:
        for title, command in checks(Path(scratch)):
            done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, encoding="utf-8")
            summary.append((title, done.returncode == 0))
            if done.returncode:
                print(f"--- {title} ---\n{done.stdout}{done.stderr}", flush=True)
    for title, passed in summary:
        print(f"{'passed' if passed else 'FAILED'}  {title}")
    failed = sum(not passed for _, passed in summary)
    print(f"{len(summary)} checks, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    raise SystemExit(main())
