"""Kill a command at its file-system calls, one run a point, and see that the folder holds the old or the new output.

Run as a script in a process of its own: each point is a fork that ends itself with SIGKILL just before its n-th
file-system call (counted by Python's audit events), so nothing can be tidied up, as when the power goes.
"""

import hashlib
import json
import os
import shutil
import signal
import sys
from pathlib import Path

from commonweal.cli import main

# What Python reports before it opens, makes, moves or removes something, and before the exchange of two folders.
CALLS = ("open", "os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.chmod", "os.scandir", "os.listdir", "shutil.",
         "tempfile.", "ctypes.dlsym")


def fingerprint(folder: Path) -> str:
    """One hash over the names and bytes of a folder; 'nothing' where there is none."""
    if not folder.exists():
        return "nothing"
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            digest.update(f"{path.relative_to(folder).as_posix()}\n".encode() + path.read_bytes())
    return digest.hexdigest()


def run_until(command: list[str], point: int, told: Path) -> int:
    """Run a command in a fork that kills itself at a call (never, for a point of -1); returns how it ended."""
    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    silent = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silent, 1)
    calls = 0

    def count(event: str, arguments: tuple[object, ...]) -> None:
        nonlocal calls
        if event.startswith(CALLS):
            if calls == point:
                os.kill(os.getpid(), signal.SIGKILL)
            calls += 1

    sys.addaudithook(count)
    status = main(command)
    seen = calls
    if point < 0:
        told.write_text(str(seen))
    os._exit(status)


def attempt(command: list[str], target: Path, old: Path | None, points: int, again: int) -> dict[str, object]:
    """Kill the command at so many points spread evenly over its calls; says how each left the target.

    `again` is how the command ends where all was done before.
    """
    told = target.parent / "calls"
    _reset(target, old)
    before = fingerprint(target)
    # Twice: on a fresh clone the first run also writes compiled modules, calls that no later run makes.
    assert run_until(command, -1, told) == 0
    _reset(target, old)
    assert run_until(command, -1, told) == 0
    after, calls = fingerprint(target), int(told.read_text())
    outcomes = {"old": 0, "new": 0, "mixture": [], "not_killed": 0}
    for number in range(points):
        point = number * calls // points
        _reset(target, old)
        outcomes["not_killed"] += run_until(command, point, told) != -signal.SIGKILL
        now = fingerprint(target)
        if now in (before, after):
            outcomes["old" if now == before else "new"] += 1
        else:
            outcomes["mixture"].append(point)
        if number % 10 == 9 or number == points - 1:
            assert run_until(command, -1, told) == (again if now == after else 0), "the next run works"
            if fingerprint(target) != after:
                outcomes["mixture"].append(point)
    left = [path.name for path in target.parent.iterdir() if path.name.startswith(".commonweal")]
    return {**outcomes, "calls": calls, "changed": before != after, "left_behind": left}


def _reset(target: Path, old: Path | None) -> None:
    shutil.rmtree(target, ignore_errors=True)
    if old is not None:
        shutil.copytree(old, target)


if __name__ == "__main__":
    asked = json.loads(sys.argv[1])
    print(json.dumps(attempt(asked["command"], Path(asked["target"]), Path(asked["old"]) if asked["old"] else None,
                             asked["points"], asked["again"])))
