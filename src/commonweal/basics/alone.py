"""One run at a time: a lock that lasts while the process lives, however it ends.

It is a file, but what counts is not that the file is there: the system gives the lock back when a process dies.
"""

import contextlib
import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import IO

# Seconds to wait for another run.
PATIENCE = 60.0
_BETWEEN = 0.05


@contextlib.contextmanager
def alone(path: Path) -> Iterator[bool]:
    """Hold the lock that the file `path` stands for while the block runs; gives False where another run kept it.

    Waits a minute for another run. The file is made where there is none, and is gone after the block.
    Raises OSError where it cannot be made, or the place has no locks.
    """
    until = time.monotonic() + PATIENCE
    while (file := _held(path)) is None and time.monotonic() < until:
        time.sleep(_BETWEEN)
    if file is None:
        yield False
        return
    try:
        yield True
    finally:
        if os.name == "nt":  # There no file is removed that is open: ours would stay, and that of the next run does.
            file.close()
        with contextlib.suppress(OSError):  # A file that stays is no lock: what counts is who holds it.
            path.unlink()
        file.close()


def _held(path: Path) -> IO[bytes] | None:
    """The file with its lock; None where somebody else has it."""
    file = path.open("ab")
    try:
        # Whoever had it may have removed the file since we opened it: then the next run would lock another one.
        if _lock(file) and os.path.samestat(os.fstat(file.fileno()), path.stat()):
            return file
    except FileNotFoundError:
        pass
    except OSError:
        file.close()
        raise
    file.close()
    return None


if sys.platform == "win32":
    import msvcrt

    def _lock(file: IO[bytes]) -> bool:
        try:
            file.seek(0)
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except PermissionError:
            return False
        return True
else:
    import fcntl

    def _lock(file: IO[bytes]) -> bool:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
