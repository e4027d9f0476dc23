"""The repository's own files, for the tests that hold it to its promises."""

import tomllib
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "commonweal"
_NEVER_COMMITTED = [line.rstrip("/") for line in (ROOT / ".gitignore").read_text().splitlines() if line]


def files(folder: Path = ROOT) -> Iterator[Path]:
    """Every file that is or would be committed, in a fixed order."""
    for path in sorted(folder.iterdir()):
        if path.name == ".git" or any(fnmatch(path.name, pattern) for pattern in _NEVER_COMMITTED):
            continue
        if path.is_dir():
            yield from files(path)
        else:
            yield path


def texts(folder: Path = ROOT) -> Iterator[tuple[str, str]]:
    """Every text file of a folder: its path from the root, and what stands in it."""
    for path in files(folder):
        raw = path.read_bytes()
        if b"\x00" not in raw:
            yield path.relative_to(ROOT).as_posix(), raw.decode("utf-8")


def rooms() -> list[str]:
    """The names of the product's rooms."""
    return sorted(path.parent.name for path in SOURCE.glob("*/__init__.py"))


def settings() -> dict[str, dict[str, object]]:
    """What pyproject.toml says."""
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
