"""What holds for every test: one clock and language, no network but this machine's own, and nothing left out unsaid."""

import gc
import locale
import os
import socket
import time
from collections import Counter
from collections.abc import Sequence

import pytest
from hypothesis import settings

os.environ.update(TZ="UTC", LC_ALL="C", PYTHONUTF8="1")
locale.setlocale(locale.LC_ALL, "C")
if hasattr(time, "tzset"):
    time.tzset()

# The same cases every time, so that a red test is red for everybody; HYPOTHESIS_PROFILE=deep looks for new ones.
settings.register_profile("repeatable", deadline=None, derandomize=True)
settings.register_profile("deep", deadline=None, max_examples=5_000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "repeatable"))

LOOPBACK = {"127.0.0.1", "::1", "localhost"}
VERBS = {
    "spark": "make test-spark",
    "crash": "make test-crash",
    "wheel": "make test-wheel",
    "journeys": "make test-journeys",
}


class NetworkBlocked(RuntimeError):
    """A test tried to reach another machine."""


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let sockets reach this machine only."""

    def guarded(name: str) -> None:
        real = getattr(socket.socket, name)

        def connect(self: socket.socket, address: object) -> object:
            if isinstance(address, tuple) and address[0] not in LOOPBACK:
                raise NetworkBlocked(f"a test tried to reach {address[0]}")
            return real(self, address)

        monkeypatch.setattr(socket.socket, name, connect)

    guarded("connect")
    guarded("connect_ex")


def pytest_unconfigure() -> None:
    """Take back what hypothesis leaves with the garbage collector.

    It would keep every module alive past the end of Python, and the database library would list each of its own parts
    on the console as leaked, after the summary.
    """
    gc.callbacks.clear()


_left_out: Counter[str] = Counter()


def pytest_deselected(items: Sequence[pytest.Item]) -> None:
    """Count what a verb of its own runs."""
    _left_out.update(marker for item in items for marker in VERBS if item.get_closest_marker(marker))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Name what was left out."""
    for marker, number in sorted(_left_out.items()):
        terminalreporter.write_line(f"Left out here: {number} {marker} tests, run by '{VERBS[marker]}'.")
