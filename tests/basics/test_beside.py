"""A copy of the process does half of the work: its result comes back, and its failure is told."""

import multiprocessing
import os
import time
from pathlib import Path

import pytest

from commonweal.basics.beside import beside, has_second

needs_copies = pytest.mark.skipif(
    not hasattr(os, "fork"), reason="Windows copies no process: one does all the work; it runs on Linux, as in CI")


@needs_copies
def test_a_result_too_long_for_a_pipe_comes_back_once() -> None:
    here = os.getpid()
    with beside(lambda: (os.getpid(), "x" * 1_000_000)) as result:
        there, text = result()
    assert there != here and len(text) == 1_000_000
    assert result() == (there, text)


@needs_copies
def test_nobody_has_to_ask_for_the_result(tmp_path: Path) -> None:
    with beside(lambda: (tmp_path / "done").write_text("x" * 1_000_000)):
        pass
    assert (tmp_path / "done").stat().st_size == 1_000_000


@needs_copies
def test_a_copy_that_fails_stops_the_work() -> None:
    def fails() -> None:
        os._exit(3)

    with pytest.raises(RuntimeError, match="ended with 3"), beside(fails):
        pass


@needs_copies
def test_nobody_waits_for_a_copy_when_the_block_fails() -> None:
    started = time.monotonic()
    with pytest.raises(ValueError, match="wrong"), beside(lambda: time.sleep(60)):
        raise ValueError("wrong")
    assert time.monotonic() - started < 30


def test_one_processor_is_not_shared(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "cpu_count", lambda: 1)
    assert not has_second()


def test_a_process_that_ends_with_another_has_no_copy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    monkeypatch.setitem(multiprocessing.current_process()._config, "daemon", True)
    assert not has_second()
