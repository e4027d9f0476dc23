"""The wheel does the main job in an empty environment: no checkout, no make, no git, no Node."""

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

pytestmark = pytest.mark.wheel


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from a copy so that nothing left over from an earlier build gets into it."""
    copy = tmp_path_factory.mktemp("sources")
    for name in ("pyproject.toml", "README.md", "LICENSE", "NOTICE"):
        shutil.copy(ROOT / name, copy)
    shutil.copytree(ROOT / "src", copy / "src", ignore=shutil.ignore_patterns("__pycache__", "*.egg-info"))
    out = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "pip", "wheel", "-qq", "--no-deps", "--no-build-isolation", "--wheel-dir", out, copy]
    subprocess.run(build, check=True)
    (built,) = out.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def python(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The Python of an environment that holds the wheel and what it needs, by hash, and nothing else."""
    home = tmp_path_factory.mktemp("empty")
    subprocess.run([sys.executable, "-m", "venv", home], check=True)
    found = home / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    install = [str(found), "-m", "pip", "install", "-qq", "--no-build-isolation"]
    subprocess.run([*install, "--require-hashes", "-r", ROOT / "requirements.txt"], check=True)
    subprocess.run([*install, "--no-deps", wheel], check=True)
    return found


def _run(python: Path, folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {"PATH": str(python.parent), "PYTHONUTF8": "1"}
    if os.name == "nt":
        environment["SYSTEMROOT"] = os.environ["SYSTEMROOT"]
    return subprocess.run([python, "-m", "commonweal", *arguments], cwd=folder, env=environment,
                          capture_output=True, text=True, encoding="utf-8")


@pytest.mark.parametrize("example", ["northmere", "lcr-2023"])
def test_it_builds_and_recalculates_a_copy_of_an_example(python, tmp_path, example):
    shutil.copytree(ROOT / "examples" / example, tmp_path / "book")
    built = _run(python, tmp_path, "report", "book", "-o", "out")
    assert built.returncode == 0, built.stdout + built.stderr
    assert (tmp_path / "out" / "index.html").exists()
    verified = _run(python, tmp_path, "verify", "out")
    assert verified.returncode == 0, verified.stdout + verified.stderr
    assert " 0 differ" in verified.stdout


def test_it_starts_a_book_that_can_be_reported_at_once(python, tmp_path):
    for arguments in (["new", "mine"], ["check", "mine"], ["report", "mine", "-o", "out"], ["verify", "out"]):
        done = _run(python, tmp_path, *arguments)
        assert done.returncode == 0, done.stdout + done.stderr


def test_it_holds_the_licence_and_no_example(wheel):
    names = zipfile.ZipFile(wheel).namelist()
    assert {"LICENSE", "NOTICE"} <= {Path(name).name for name in names}
    assert [name for name in names if "example" in name or "lcr" in name or name.startswith("tests")] == []


def test_it_holds_every_file_that_the_product_reads(wheel):
    packed = {name for name in zipfile.ZipFile(wheel).namelist() if name.startswith("commonweal/")}
    there = {path.relative_to(ROOT / "src").as_posix() for path in (ROOT / "src" / "commonweal").rglob("*")
             if path.is_file() and "__pycache__" not in path.parts}
    assert there - packed == set()
