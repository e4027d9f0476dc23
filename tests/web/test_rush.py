"""The last hour before returns are due: two hundred suppliers send at once, to the real server.

On an SQLite file, or on the PostgreSQL server that `make test-postgres` starts.
"""

import http.client
import json
import os
import re
import socket
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlencode

import pytest

from tests.house.repository import ROOT

SUPPLIERS = 200


@pytest.fixture
def home(tmp_path):
    """A home with many suppliers, and its surroundings."""
    surroundings = {**os.environ, "COMMONWEAL_HOME": str(tmp_path / "home"), "COMMONWEAL_PLAIN": "yes",
                    "DJANGO_SETTINGS_MODULE": "commonweal.web.config.settings", "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"}
    surroundings.pop("COMMONWEAL_DEMO", None)
    made = subprocess.run([sys.executable, "-m", "tests.web.rush_setup", str(SUPPLIERS)], env=surroundings, cwd=ROOT,
                          check=True, capture_output=True, timeout=300)
    return tmp_path / "home", surroundings, json.loads(made.stdout)


@pytest.fixture
def server(home):
    """The real server on a port of its own."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    log = (home[0] / "log").open("wb")
    process = subprocess.Popen([sys.executable, "-m", "commonweal.web", "serve", "--port", str(port), "--no-jobs"],
                               env=home[1], cwd=ROOT, stdout=log, stderr=log)
    try:
        for _ in range(300):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        yield port
    finally:
        process.terminate()
        process.wait(timeout=20)
        log.close()


class Browser:
    """One supplier's browser: its session, and the form's own word."""

    def __init__(self, port, session):
        self.port, self.cookies = port, {"session": session}

    def ask(self, method, path, said=None):
        """The status and text of an answer."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        head = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        content = None
        if said is not None:
            content = urlencode(said)
            head["Content-Type"] = "application/x-www-form-urlencoded"
        connection.request(method, path, content, head)
        answer = connection.getresponse()
        for cookie in answer.headers.get_all("Set-Cookie") or []:
            name, value = cookie.split(";")[0].split("=", 1)
            self.cookies[name] = value
        text = answer.read().decode()
        connection.close()
        return answer.status, text


def _whole_return(port, number, told):
    """Answer both measures, check, send, and send the same form again; every status on the way."""
    browser, start = Browser(port, told["session"]), "/smallford/returns"
    status, page = browser.ask("GET", f"{start}/{told['reference']}/check/")
    word = {"csrfmiddlewaretoken": re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page).group(1)}
    found = [status]
    for place, quantity in ((1, number), (2, 1)):
        found.append(browser.ask("POST", f"{start}/answers/{told['reference']}.{place}/", word | {
            "version": 0, "quantity": quantity})[0])
    sent = word | {"name": "R", "office": "S", "agreed": "on", "seen": 0}
    found += [browser.ask("POST", f"{start}/{told['reference']}/check/", sent)[0] for _ in range(2)]
    found.append(browser.ask("GET", f"{start}/{told['reference']}/receipt/")[0])
    return found


def test_two_hundred_suppliers_send_at_once_and_nothing_is_lost(home, server):
    folder, surroundings, told = home
    with ThreadPoolExecutor(SUPPLIERS) as crowd:
        found = list(crowd.map(lambda one: _whole_return(server, *one), enumerate(told)))
    assert found == [[200, 302, 302, 302, 302, 200]] * SUPPLIERS
    read = subprocess.run([sys.executable, "-m", "tests.web.rush_read"], env=surroundings, cwd=ROOT, check=True,
                          capture_output=True, timeout=120)
    after = json.loads(read.stdout)
    expected = {(f"{one['reference']}.{place}", f"{quantity}.0000", "submitted")
                for number, one in enumerate(told) for place, quantity in ((1, number), (2, 1))}
    assert set(map(tuple, after["claims"])) == expected and len(after["claims"]) == 2 * SUPPLIERS
    assert after["receipts"] == SUPPLIERS and after["faults"] == []
    log = (Path(folder) / "log").read_text()
    assert "locked" not in log and "Traceback" not in log
