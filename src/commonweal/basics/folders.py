"""Writing a whole folder at once: the old output or the new one, never a mixture.

The new content is made in a folder beside the target and flushed to disk, then the two change places in one
step of the file system (Linux's exchange). Where that step does not exist, the old folder is set aside first and
put back if the move fails; a crash between the two moves leaves the set-aside folder, which the next run restores.
"""

import contextlib
import ctypes
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from commonweal.basics.findings import Refused
from commonweal.basics.told import told

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2
_MARK = ".commonweal-"


@contextlib.contextmanager
def new_folder(target: Path, *, ours: str) -> Iterator[Path]:
    """Give an empty folder to fill; when the block ends well it becomes `target`, in one step.

    `ours` is the name of a file that a folder made by us holds: an existing folder that is not empty and lacks
    it is never overwritten; empty, and no folder that holds anything ever is.
    Raises Refused, in one clear line, where the place cannot be written.
    """
    target = target.absolute()
    _restore(target)
    refuse_foreign(target, ours=ours)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        for left in target.parent.glob(f"{_MARK}new-{target.name}-*"):
            shutil.rmtree(left, ignore_errors=True)
        work = Path(tempfile.mkdtemp(prefix=f"{_MARK}new-{target.name}-", dir=target.parent))
    except OSError as error:
        raise Refused(told("{target} cannot be written: {why}. Name a folder that you may write to.", target=target,
                           why=error.strerror)) from error
    try:
        yield work
        work.chmod(0o755)
        _flush(work)
        _swap(work, target)
    except OSError as error:
        raise Refused(told("{target} was left as it was: {why}. Make room or name another folder.", target=target,
                           why=error.strerror or error)) from error
    finally:
        shutil.rmtree(work, ignore_errors=True)


def refuse_foreign(target: Path, *, ours: str) -> None:
    """Raises Refused where something stands that `new_folder` would never overwrite.

    Asked before long work begins, so that nobody waits for an answer that was certain from the start.
    """
    if target.exists() and (not target.is_dir() or (any(target.iterdir()) and not (ours and (target / ours).exists()))):
        raise Refused(told("{target} is there already and was not made by this command. Name another folder.",
                           target=target.absolute()))


def _flush(folder: Path) -> None:
    """Have everything on disk before the folder takes its place; one call for all, where the system has one."""
    if hasattr(os, "sync"):
        os.sync()
        return
    for path in folder.rglob("*"):
        if path.is_file():
            with path.open("r+b") as file:
                os.fsync(file.fileno())


def _swap(work: Path, target: Path) -> None:
    if not target.exists():
        work.rename(target)
    elif not _exchange(work, target):
        aside = target.parent / f"{_MARK}old-{target.name}"
        shutil.rmtree(aside, ignore_errors=True)
        target.rename(aside)
        try:
            work.rename(target)
        except OSError:
            aside.rename(target)
            raise
        shutil.rmtree(aside, ignore_errors=True)


def _exchange(one: Path, other: Path) -> bool:
    """Exchange two folders in one step; False where the system has no such step."""
    if sys.platform != "linux":
        return False
    rename = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    return rename is not None and rename(
        _AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), _RENAME_EXCHANGE) == 0


def _restore(target: Path) -> None:
    aside = target.parent / f"{_MARK}old-{target.name}"
    if aside.is_dir() and not target.exists():
        aside.rename(target)
