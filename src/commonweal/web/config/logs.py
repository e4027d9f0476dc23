"""The log: one line of JSON for each thing that happened, for whatever gathers the logs of a machine.

It says when (in UTC), where in the site and, of somebody who is signed in, their random key; never a name, an address,
a typed word, nor the secret that stands in the address of a mailed link.
"""

import json
import logging
import re
from datetime import UTC, datetime
from typing import Any

# Host, port, and a file of certificates that vouch for it, which may be blank.
Server = tuple[str, int, str]
# Not all of it, where a sign that no address of the site has stands in it.
_FIRST_PART = re.compile(r"/+[\w.-]*")
REFUSED = logging.getLogger("commonweal.refused")


class Lines(logging.Formatter):
    """A record as one line. What somebody typed cannot begin another: JSON has no line breaks within a text."""

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        said = {"at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
                "level": record.levelname.lower(), "from": record.name, "says": record.getMessage()}
        request = getattr(record, "request", None)
        if request is not None:
            found = getattr(request, "resolver_match", None)
            person = getattr(getattr(request, "user", None), "key", "")
            # The address itself may hold a secret; the page's name does not, nor its first part where it is of no page.
            given = record.args if isinstance(record.args, tuple) else ()
            if found:
                said["says"] = str(given[0]) if given else record.msg
            elif given:
                said["says"] = record.msg % tuple(_first_part(one) for one in given)
            said |= {"where": f"{request.method} {found.view_name}" if found else request.method, "person": person}
        if record.exc_info:
            said["trace"] = self.formatException(record.exc_info)
        return json.dumps(said, ensure_ascii=False)


def _first_part(given: object) -> object:
    """Of an address its first part; anything else as it is. Mail programs add signs to a link, and it leads nowhere."""
    return _FIRST_PART.match(given)[0] if isinstance(given, str) and given.startswith("/") else given


def refused(where: str, person: str, why: str) -> None:
    """Say in the log that somebody who is signed in was refused a page or an act."""
    REFUSED.warning("refused: %s, to %s: %s", where, person, why)


def ways_out(server: Server | None) -> dict[str, Any]:
    """Where the log goes: to standard error, and to a log server where there is one. As `logging.config` wants it."""
    said: dict[str, Any] = {
        "version": 1, "disable_existing_loggers": False,
        "formatters": {"lines": {"()": "commonweal.web.config.logs.Lines"}},
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "lines"}},
        "root": {"handlers": ["console"], "level": "INFO"},
    }
    if server:
        host, port, authorities = server
        said["handlers"]["server"] = {"()": "commonweal.web.config.log_server.to_server", "formatter": "lines",
                                      "host": host, "port": port, "authorities": authorities}
        said["root"]["handlers"] = ["console", "server"]
        # What is wrong with the log server is not told to the log server.
        said["loggers"] = {"commonweal.log_server": {"handlers": ["console"], "propagate": False}}
    return said
