"""Lines of the log sent to another system: syslog messages (RFC 5424), one after the other over TLS (RFC 5425).

A thread of its own sends them, so that no page waits for the log server. Every line stands in the site's own log as
well: while the server is away lines stand there alone, and it says so once, and how many, when the server is back.
"""

import atexit
import logging
import os
import socket
import ssl
from datetime import UTC, datetime
from logging.handlers import QueueHandler, QueueListener, SocketHandler, SysLogHandler
from queue import SimpleQueue

# What is said here goes to the site's own log only.
OWN = logging.getLogger("commonweal.log_server")
PORT = 6514
_SECONDS = 5
_FACILITY = SysLogHandler.LOG_LOCAL0


def to_server(host: str, port: int, authorities: str = "") -> QueueHandler:
    """A handler of the log that has a thread send each line; `authorities` is a file of certificates that vouch for
    the server's, where those that the system trusts do not.
    """
    waiting: SimpleQueue[logging.LogRecord] = SimpleQueue()
    sender = Sender(host, port, authorities)
    listener = QueueListener(waiting, sender)
    listener.start()

    def end() -> None:
        # What waits is sent before the program ends, or is lost at once where nobody answers.
        listener.stop()
        sender.close()

    atexit.register(end)
    return QueueHandler(waiting)


class Sender(SocketHandler):
    """Sends lines over a connection that is made when it is needed, and again ever more seldom while nobody answers."""

    def __init__(self, host: str, port: int, authorities: str = "") -> None:
        super().__init__(host, port)
        # The certificate and the name in it are checked; there is no setting that leaves this out.
        self._tls = ssl.create_default_context(cafile=authorities or None)
        self._why, self._lost = "", 0

    def makeSocket(self, timeout: float = _SECONDS) -> ssl.SSLSocket:
        """A connection to the server that its certificate names."""
        try:
            plain = socket.create_connection((self.host, self.port), timeout)
            try:
                return self._tls.wrap_socket(plain, server_hostname=self.host)
            except BaseException:  # Whatever broke off, the half-made connection is not left open.
                plain.close()
                raise
        except OSError as error:
            self._why = str(error)
            raise

    def makePickle(self, record: logging.LogRecord) -> bytes:
        """The message, with its length in bytes before it."""
        severity = SysLogHandler.priority_names[SysLogHandler.priority_map.get(record.levelname, "warning")]
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        head = f"<{_FACILITY << 3 | severity}>1 {at} {socket.gethostname() or '-'} commonweal {os.getpid()} - - "
        message = f"{head}\ufeff{record.getMessage()}".encode()
        return b"%d " % len(message) + message

    def send(self, s: bytes) -> None:
        """Send one message, or say in the site's own log that none is sent any more."""
        if self.sock is not None and self._is_over(self.sock):
            self.sock.close()
            self.sock = None
        super().send(s)
        if self.sock is None:
            self._lost += 1
            if self._lost == 1:
                OWN.warning("The log server %s:%d takes no lines (%s). They stand here, and are not sent later.",
                            self.host, self.port, self._why or "it ended the connection")
        elif self._lost:
            OWN.warning("The log server %s:%d takes lines again; %d were not sent.", self.host, self.port, self._lost)
            self._lost, self._why = 0, ""

    @staticmethod
    def _is_over(connection: ssl.SSLSocket) -> bool:
        """Whether the server ended the connection: what is sent then would be lost without a word."""
        connection.settimeout(0)
        try:
            return not connection.recv(1)
        except ssl.SSLWantReadError:
            return False
        except OSError:
            return True
        finally:
            connection.settimeout(_SECONDS)
