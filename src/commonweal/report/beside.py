"""Work in a second process: most of many pages, where a copy of this one costs next to nothing."""

import multiprocessing
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager


def has_second() -> bool:
    """Whether a copy of this process gains anything: a second processor, and a system made for such copies."""
    return sys.platform == "linux" and (os.cpu_count() or 1) > 1


@contextmanager
def beside(work: Callable[[], None]) -> Iterator[None]:
    """Do `work` in a copy of this process while the block runs; both are done when the block ends.

    The copy shares what is in memory, so nothing is sent to it; all that comes back is files. It must be plain Python:
    engines that keep threads of their own are not whole in a copy. Raises RuntimeError where the work failed; what
    went wrong was then printed by the copy.
    """
    copy = multiprocessing.get_context("fork").Process(target=work)
    copy.start()
    try:
        yield
    finally:
        copy.join()
    if copy.exitcode:
        raise RuntimeError(f"the second process that writes pages ended with {copy.exitcode}")
