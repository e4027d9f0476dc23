"""Writing a whole folder at once: the old output or the new one, never a mixture.

The new content is made in a folder beside the target and flushed to disk, then the two change places in one
step of the file system (Linux's exchange). Where that step does not exist, the old folder is set aside first and
put back if the move fails; a crash between the two moves leaves the set-aside folder, which the next run restores.
One run writes a folder at a time. What it works at is its own while it lives; what a dead one left the next removes.
"""

import contextlib
import ctypes
import glob
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from commonweal.basics.alone import alone
from commonweal.basics.findings import Refused
from commonweal.basics.told import told

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2
_MARK = ".commonweal-"
# What tells whether a file was changed: its size, when its content was, and when anything of it was.
AsItIs = Mapping[str, tuple[int, int, int] | None]


@contextlib.contextmanager
def new_folder(target: Path, *, ours: str) -> Iterator[Path]:
    """Give an empty folder to fill; when the block ends well it becomes `target`, in one step.

    `ours` is the name of a file that a folder made by us holds: an existing folder that is not empty and lacks
    it is never overwritten; empty, and no folder that holds anything ever is. Of several runs one writes at a time.
    Raises Refused, in one clear line, where the place cannot be written or another run is long at it.
    """
    with _taking_the_place(target.resolve(), ours, lambda: None) as work:
        yield work
        work.chmod(0o755)


@contextlib.contextmanager
def changed_folder(target: Path, *, ours: str, since: AsItIs | None = None) -> Iterator[Path]:
    """Give a copy of a folder to change; when the block ends well it becomes `target`, in one step, as a new one does.

    Raises Refused, and leaves the folder as it is by then, where anybody else changed a file of it since it was copied,
    or since it was as `since` says.
    """
    target = target.resolve()
    seen: list[AsItIs] = []
    with _taking_the_place(target, ours, lambda: _refuse_other(target, seen[0])) as work:
        seen.append(as_it_is(target) if since is None else since)
        _refuse_other(target, seen[0])
        shutil.copytree(target, work, symlinks=True, dirs_exist_ok=True)
        yield work


def as_it_is(folder: Path) -> AsItIs:
    """How a folder stands: its files by their path, each with what tells whether it was changed."""
    return {path.relative_to(folder).as_posix(): None if path.is_dir() else _stands(path.lstat())
            for path in folder.rglob("*")}


def _stands(file: os.stat_result) -> tuple[int, int, int]:
    return file.st_size, file.st_mtime_ns, file.st_ctime_ns


def _refuse_other(folder: Path, seen: AsItIs) -> None:
    if as_it_is(folder) != seen:
        raise Refused(told("{folder} was changed by somebody else meanwhile: nothing was written. Do it again.",
                           folder=folder))


@contextlib.contextmanager
def _taking_the_place(target: Path, ours: str, last_look: Callable[[], None]) -> Iterator[Path]:
    """An empty folder that takes the place of the target, unless the last look at that raises Refused."""
    with contextlib.ExitStack() as held:
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            if not held.enter_context(alone(target.parent / f"{_MARK}lock-{target.name}")):
                raise Refused(told("{target} is being written by another run. Wait until that has ended, and do it "
                                   "again.", target=target))
            _restore(target)
            refuse_foreign(target, ours=ours)
            _remove_left(target)
            work = Path(tempfile.mkdtemp(prefix=f"{_MARK}new-{target.name}-", dir=target.parent))
        except OSError as error:
            raise Refused(told("{target} cannot be written: {why}. Name a folder that you may write to.",
                               target=target, why=error.strerror)) from error
        try:
            yield work
            flush(work)
            last_look()
            _swap(work, target)
        except OSError as error:
            raise Refused(told("{target} was left as it was: {why}. Make room or name another folder.", target=target,
                               why=error.strerror or error)) from error
        finally:
            shutil.rmtree(work, ignore_errors=True)


def _remove_left(target: Path) -> None:
    """Remove what runs on this folder left that were killed: whoever is alone here knows that none of it is in use."""
    start = f"{_MARK}new-{target.name}-"
    for left in target.parent.glob(f"{glob.escape(start)}*"):
        # What a run on another name left, or works at, has a further dash in it.
        if "-" not in left.name.removeprefix(start):
            shutil.rmtree(left, ignore_errors=True)


def refuse_foreign(target: Path, *, ours: str) -> None:
    """Raises Refused where something stands that `new_folder` would never overwrite.

    Asked before long work begins, so that nobody waits for an answer that was certain from the start.
    """
    if target.exists() and (not target.is_dir() or (any(target.iterdir()) and not (ours and (target / ours).exists()))):
        raise Refused(told("{target} is there already and was not made by this command. Name another folder.",
                           target=target.absolute()))


def flush(folder: Path) -> None:
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
