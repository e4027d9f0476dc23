"""Work in a second process: half of much work, where a copy of this one costs next to nothing."""

import multiprocessing
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from multiprocessing.connection import Connection
from typing import TypeVar

T = TypeVar("T")


def has_second() -> bool:
    """Whether a copy of this process gains anything: a second processor, and a system made for such copies.

    A copy has no copy of its own, nor has any process that is to end with the one that began it.
    """
    return sys.platform == "linux" and (os.cpu_count() or 1) > 1 and not multiprocessing.current_process().daemon


@contextmanager
def beside(work: Callable[[], T]) -> Iterator[Callable[[], T]]:
    """Do `work` in a copy of this process while the block runs; what the block gets gives the result, once it is there.

    The copy shares what is in memory, so nothing is sent to it; only the result comes back. It must be plain Python:
    engines that keep threads of their own are not whole in a copy. Raises RuntimeError where the work failed; what
    went wrong was then printed by the copy.
    """
    context = multiprocessing.get_context("fork")
    ours, theirs = context.Pipe(duplex=False)
    copy = context.Process(target=_send, args=(work, theirs), daemon=True)
    copy.start()
    theirs.close()
    given: list[T] = []

    def result() -> T:
        if not given:
            with suppress(EOFError):  # It failed, as its exit code says.
                given.append(ours.recv())
            copy.join()
        if not given:
            raise RuntimeError(f"the second process ended with {copy.exitcode}")
        return given[0]

    try:
        yield result
        result()
    finally:
        # Where the block failed, nobody waits for what the copy finds.
        copy.kill()
        copy.join()
        ours.close()


def _send(work: Callable[[], T], to: Connection) -> None:
    to.send(work())
