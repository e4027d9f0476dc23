"""Running a process and watching how much memory it and its children take; not known on other systems than Linux."""

import subprocess
import threading
from pathlib import Path

_EVERY = 0.05


def run_and_watch(command: list[str], environment: dict[str, str]) -> tuple[str, str, int | None]:
    """The output, the error output and the peak in MB of a command, over all its processes, shared pages shared out."""
    process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    peak, done = [0], threading.Event()

    def watch() -> None:
        while not done.wait(_EVERY):
            peak[0] = max(peak[0], sum(map(_held, _family(process.pid))))

    watcher = threading.Thread(target=watch)
    watcher.start()
    out, errors = process.communicate()
    done.set()
    watcher.join()
    return out, errors, peak[0] // 1024 or None


def _family(first: int) -> list[int]:
    found, left = [], [first]
    while left:
        found.append(left.pop())
        try:
            for task in Path(f"/proc/{found[-1]}/task").iterdir():
                left += map(int, (task / "children").read_text().split())
        except OSError:
            continue
    return found


def _held(process: int) -> int:
    """Kilobytes held by a process; nothing once it has ended."""
    try:
        rows = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return next((int(row.split()[1]) for row in rows if row.startswith("Pss:")), 0)
