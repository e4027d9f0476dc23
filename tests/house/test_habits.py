"""The habits of the tests themselves: no network, one clock, one language."""

import locale
import socket
import time
from datetime import datetime

import pytest


def test_a_test_cannot_reach_another_machine():
    with socket.socket() as out, pytest.raises(RuntimeError, match=r"192\.0\.2\.1"):
        out.connect(("192.0.2.1", 80))
    with socket.socket() as out, pytest.raises(RuntimeError, match=r"192\.0\.2\.1"):
        out.connect_ex(("192.0.2.1", 80))


def test_a_test_can_reach_its_own_machine():
    with socket.socket() as server, socket.socket() as client:
        server.bind(("127.0.0.1", 0))
        server.listen()
        client.connect(server.getsockname())
        assert client.getpeername() == server.getsockname()


def test_the_time_zone_and_the_language_are_fixed():
    assert time.timezone == 0 and datetime.now().astimezone().utcoffset().total_seconds() == 0
    assert locale.setlocale(locale.LC_ALL) == "C"
