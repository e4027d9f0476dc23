"""Lines of the log on another system: whole, over TLS to the server that was meant, and the site does not need it."""

import json
import logging
import os
import re
import socket
import ssl
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from commonweal.web.config import log_server, logs
from commonweal.web.config.surroundings import Unusable, read
from tests.house.repository import ROOT

# RFC 5424: <facility and severity> version time host program process message-id data, and the text with its mark.
MESSAGE = re.compile(rb"<(\d+)>1 (\S+) (\S+) commonweal (\d+) - - \xef\xbb\xbf(.*)", re.DOTALL)
LOCAL0 = 16


def certificate(folder: Path, name: str) -> Path:
    """A file with a key and a certificate of that name, which vouches for itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    named = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    made = (x509.CertificateBuilder().subject_name(named).issuer_name(named).public_key(key.public_key())
            .serial_number(x509.random_serial_number()).not_valid_before(now - timedelta(hours=1))
            .not_valid_after(now + timedelta(days=1))
            .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
            .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True).sign(key, hashes.SHA256()))
    file = folder / f"{name}.pem"
    file.write_bytes(made.public_bytes(serialization.Encoding.PEM) + key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()))
    return file


class Listener:
    """A log server on this machine: takes one connection after the other, and keeps what came over each."""

    def __init__(self, file: Path, port: int = 0) -> None:
        self.tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.tls.load_cert_chain(file)
        self.socket = socket.create_server(("127.0.0.1", port))
        self.port = self.socket.getsockname()[1]
        self.came = b""
        self.refused: list[str] = []
        self.thread = threading.Thread(target=self._listen)
        self.thread.start()

    def _listen(self) -> None:
        while True:
            try:
                plain, _ = self.socket.accept()
            except OSError:
                return
            try:
                with self.tls.wrap_socket(plain, server_side=True) as connection:
                    while piece := connection.recv(65_536):
                        self.came += piece
                        if b"the last one" in self.came:
                            break
            except OSError as error:
                self.refused.append(str(error))
            finally:
                plain.close()

    def end(self) -> None:
        """Go away."""
        self.socket.shutdown(socket.SHUT_RDWR)
        self.socket.close()
        self.thread.join(20)

    def messages(self) -> Iterator[bytes]:
        """The messages that came, each by the length that stands before it (RFC 5425)."""
        left = self.came
        while left:
            length, _, left = left.partition(b" ")
            yield left[:int(length)]
            left = left[int(length):]


@pytest.fixture
def listening(tmp_path) -> Iterator[Callable[..., Listener]]:
    """Starts log servers, and ends those that are still there."""
    started: list[Listener] = []

    def start(file: Path, port: int = 0) -> Listener:
        started.append(Listener(file, port))
        return started[-1]

    yield start
    for listener in started:
        if listener.thread.is_alive():
            listener.end()


@pytest.fixture
def own() -> Iterator[list[str]]:
    """What the site's own log says of the log server."""
    said: list[str] = []
    handler = logging.Handler()
    handler.emit = lambda record: said.append(record.getMessage())
    log_server.OWN.addHandler(handler)
    yield said
    log_server.OWN.removeHandler(handler)


def _record(text: str) -> logging.LogRecord:
    return logging.LogRecord("commonweal.refused", logging.WARNING, "", 0, text, (), None)


def test_a_site_with_a_log_server_sends_each_line_that_stands_in_its_own_log(tmp_path, listening):
    file = certificate(tmp_path, "localhost")
    server = listening(file)
    surroundings = {name: value for name, value in os.environ.items() if not name.startswith("COMMONWEAL_")} | {
        "COMMONWEAL_HOME": str(tmp_path / "home"), "COMMONWEAL_PLAIN": "yes", "PYTHONPATH": str(ROOT / "src"),
        "DJANGO_SETTINGS_MODULE": "commonweal.web.config.settings",
        "COMMONWEAL_LOG_SERVER": f"tls://localhost:{server.port}", "COMMONWEAL_LOG_AUTHORITIES": str(file)}
    lines = ("import django, logging; django.setup()\n"
             "for each in ('Łódź\\n<1>1 forged', 'the last one'): logging.getLogger('commonweal.tests').error(each)\n")
    done = subprocess.run([sys.executable, "-c", lines], env=surroundings, cwd=ROOT, capture_output=True, text=True,
                          check=True, timeout=120)
    server.end()
    told = [MESSAGE.fullmatch(message) for message in server.messages()]
    assert len(told) == 2 and all(told)
    assert [found[5].decode() for found in told] == done.stderr.splitlines()
    assert json.loads(told[0][5])["says"] == "Łódź\n<1>1 forged"
    for found in told:
        assert int(found[1]) == LOCAL0 * 8 + 3 and found[3].decode() == socket.gethostname()
        assert abs(datetime.now(UTC) - datetime.fromisoformat(found[2].decode())) < timedelta(minutes=5)


@pytest.mark.parametrize(("named", "vouched_for", "why"), [
    ("localhost", False, "self-signed certificate"), ("elsewhere.example", True, "Hostname mismatch")])
def test_nothing_is_sent_to_a_server_that_is_not_the_one_that_was_meant(
        named, vouched_for, why, tmp_path, listening, own):
    file = certificate(tmp_path, named)
    server = listening(file)
    sender = log_server.Sender("localhost", server.port, str(file) if vouched_for else "")
    sender.handle(_record("a secret"))
    sender.close()
    server.end()
    assert server.came == b"" and len(server.refused) == 1
    assert len(own) == 1 and why in own[0] and "They stand here" in own[0]


def test_while_the_server_is_away_the_site_goes_on_and_says_so_once_and_how_much_was_not_sent(
        tmp_path, listening, own):
    file = certificate(tmp_path, "localhost")
    server = listening(file)
    sender = log_server.Sender("localhost", server.port, str(file))
    sender.handle(_record("the last one"))
    server.thread.join(0.2)
    server.end()
    for number in range(3):
        sender.handle(_record(f"lost {number}"))
    assert len(own) == 1 and "takes no lines" in own[0] and "refused" in own[0].lower()
    again = listening(file, server.port)
    sender.retryTime = None  # As if the pause before it tries again were over.
    sender.handle(_record("back"))
    sender.close()
    again.end()
    assert own[1:] == [f"The log server localhost:{server.port} takes lines again; 3 were not sent."]
    assert [found.rpartition(b"\xbf")[2] for found in (*server.messages(), *again.messages())] == [
        b"the last one", b"back"]


def test_no_page_waits_for_a_server_that_takes_a_connection_and_then_nothing(own):
    with socket.create_server(("127.0.0.1", 0)) as silent:
        handler = log_server.to_server("localhost", silent.getsockname()[1])
        for number in range(100):
            handler.handle(_record(f"line {number}"))
        assert handler.queue.qsize() >= 98  # They wait for the thread that sends, and not here.


def test_without_the_setting_there_is_one_way_out_and_a_wrong_one_says_what_to_write(tmp_path):
    assert list(logs.ways_out(None)["handlers"]) == ["console"]
    with_server = logs.ways_out(("logs.example.gov.uk", 6514, ""))
    assert with_server["root"]["handlers"] == ["console", "server"]
    home = {"COMMONWEAL_HOME": str(tmp_path)}
    assert read(home).log_server is None
    assert read(home | {"COMMONWEAL_LOG_SERVER": "tls://logs.example.gov.uk"}).log_server == (
        "logs.example.gov.uk", 6514, "")
    for wrong in ("logs.example.gov.uk:6514", "udp://logs.example.gov.uk", "tls://:6514", "tls://x:port"):
        with pytest.raises(Unusable, match="tls://host:port"):
            read(home | {"COMMONWEAL_LOG_SERVER": wrong})
    (tmp_path / "words.pem").write_text("no certificate")
    for wrong in ("none.pem", "words.pem"):
        with pytest.raises(Unusable, match="COMMONWEAL_LOG_AUTHORITIES"):
            read(home | {"COMMONWEAL_LOG_SERVER": "tls://x", "COMMONWEAL_LOG_AUTHORITIES": str(tmp_path / wrong)})
