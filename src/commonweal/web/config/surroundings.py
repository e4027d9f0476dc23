"""What the site reads from its surroundings: environment variables, each with a safe answer where it is left out.

COMMONWEAL_HOME       the folder of all that the site keeps: records, evidence, frozen figures, published reports
COMMONWEAL_DATABASE   postgresql://user:password@host:port/name; left out: an SQLite file in the home
COMMONWEAL_HOSTS      the names the site answers to, parted by commas; left out: this machine only
COMMONWEAL_ADDRESS    where people reach the site, for links in mails; left out: https:// and the first of the names
COMMONWEAL_SECRET     what sessions and links are signed with; left out: made once and kept in the home
COMMONWEAL_MAIL       smtp://user:password@host:port (smtps:// for TLS); left out: mails are files in the home
COMMONWEAL_MAIL_FROM  the address that mails come from
COMMONWEAL_SCANNER    a command that scans a file for viruses, such as clamdscan; left out: no file is scanned
COMMONWEAL_LOG_SERVER tls://host:port of a syslog server that each line of the log is sent to as well; left out: none
COMMONWEAL_LOG_AUTHORITIES  a file of certificates that vouch for it; left out: those that the system trusts
COMMONWEAL_APPROVERS  how many people approve a report: 2 (left out) or 1, which the report then prints
COMMONWEAL_PLAIN      yes: plain HTTP without TLS, for this machine only
COMMONWEAL_DEMO       yes: a demonstration, with its banner on every page; plain HTTP as well

The file directories.toml in the home, where there is one, names the directories that bodies' own staff sign in by.
"""

import secrets
import ssl
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from commonweal.web.config.log_server import PORT
from commonweal.web.config.logs import Server

LOOPBACK = ("localhost", "127.0.0.1", "[::1]")


class Unusable(Exception):
    """A variable holds what the site cannot use: says which, and what to write instead."""


@dataclass(frozen=True)
class Directory:
    """A body's own directory of staff, reached by OpenID Connect."""

    name: str
    server: str
    client: str
    secret: str = ""
    # The claim that holds the groups somebody is in.
    groups: str = "groups"

    @property
    def origin(self) -> str:
        """Scheme and host of the directory."""
        parts = urlsplit(self.server)
        return f"{parts.scheme}://{parts.netloc}"

    def provider(self, body: str) -> dict[str, Any]:
        """The directory as the library that speaks to it wants it described."""
        return {"provider_id": body, "name": self.name, "client_id": self.client, "secret": self.secret,
                "settings": {"server_url": self.server}}


@dataclass(frozen=True)
class Surroundings:
    """Everything the site reads from outside, checked."""

    home: Path
    database: dict[str, Any]
    hosts: tuple[str, ...]
    address: str
    secret: str
    mail: dict[str, Any]
    mail_from: str
    approvers: int
    scanner: str
    log_server: Server | None
    plain: bool
    demo: bool
    # By the name of the body in addresses.
    directories: dict[str, Directory]


def read(environment: Mapping[str, str]) -> Surroundings:
    """The surroundings as these variables describe them. Raises Unusable; makes the home where there is none."""
    home = Path(environment.get("COMMONWEAL_HOME") or "commonweal-site").absolute()
    home.mkdir(parents=True, exist_ok=True, mode=0o700)
    hosts = tuple(name.strip() for name in environment.get("COMMONWEAL_HOSTS", "").split(",") if name.strip())
    demo = _yes(environment, "COMMONWEAL_DEMO")
    plain = demo or _yes(environment, "COMMONWEAL_PLAIN")
    if plain and not set(hosts) <= set(LOOPBACK):
        raise Unusable("COMMONWEAL_PLAIN and COMMONWEAL_DEMO are for this machine only: leave COMMONWEAL_HOSTS out, "
                       "or leave these two out and put a proxy with TLS in front.")
    approvers = environment.get("COMMONWEAL_APPROVERS", "2")
    if approvers not in ("1", "2"):
        raise Unusable("COMMONWEAL_APPROVERS must be 2 or 1.")
    return Surroundings(
        home=home, database=_database(environment.get("COMMONWEAL_DATABASE", ""), home), hosts=hosts or LOOPBACK,
        address=(environment.get("COMMONWEAL_ADDRESS") or _address(hosts, plain)).rstrip("/"),
        secret=environment.get("COMMONWEAL_SECRET") or _kept_secret(home),
        mail=_mail(environment.get("COMMONWEAL_MAIL", ""), home),
        mail_from=environment.get("COMMONWEAL_MAIL_FROM", "commonweal@localhost"), approvers=int(approvers),
        scanner=environment.get("COMMONWEAL_SCANNER", ""), log_server=_log_server(environment),
        plain=plain, demo=demo, directories=_directories(home))


def _log_server(environment: Mapping[str, str]) -> Server | None:
    address, authorities = (environment.get(f"COMMONWEAL_LOG_{name}", "") for name in ("SERVER", "AUTHORITIES"))
    if not address:
        return None
    parts = urlsplit(address)
    try:
        port = parts.port or PORT
    except ValueError:
        port = 0
    if parts.scheme != "tls" or not parts.hostname or not port:
        raise Unusable("COMMONWEAL_LOG_SERVER must read tls://host:port: lines are sent over TLS only.")
    try:
        ssl.create_default_context(cafile=authorities or None)
    except OSError as error:
        raise Unusable(
            f"COMMONWEAL_LOG_AUTHORITIES must name a file of certificates; {authorities} is none.") from error
    return parts.hostname, port, authorities


def _yes(environment: Mapping[str, str], name: str) -> bool:
    said = environment.get(name, "no")
    if said not in ("yes", "no"):
        raise Unusable(f"{name} must be yes or no.")
    return said == "yes"


def _address(hosts: tuple[str, ...], plain: bool) -> str:
    return "http://localhost:8000" if plain else f"https://{hosts[0] if hosts else 'localhost'}"


def _directories(home: Path) -> dict[str, Directory]:
    file = home / "directories.toml"
    if not file.exists():
        return {}
    try:
        return {body: Directory(**said) for body, said in tomllib.loads(file.read_text(encoding="utf-8")).items()}
    except (tomllib.TOMLDecodeError, TypeError) as error:
        raise Unusable(f"{file} must have a table for each body, with name, server, client, secret and groups: "
                       f"{error}") from error


def _kept_secret(home: Path) -> str:
    """The secret of this home, made at the first start, for its owner's eyes only."""
    file = home / "secret"
    try:
        with file.open("x", encoding="ascii") as new:
            file.chmod(0o600)
            new.write(secrets.token_urlsafe(64))
    except FileExistsError:
        pass
    return file.read_text(encoding="ascii")


def _database(address: str, home: Path) -> dict[str, Any]:
    if not address:
        return {
            "ENGINE": "django.db.backends.sqlite3", "NAME": str(home / "records.sqlite3"),
            # Writers wait for each other instead of failing, readers are never held up, and what was acknowledged is
            # on disk.
            "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": 20,
                        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"},
        }
    parts = urlsplit(address)
    name = parts.path.removeprefix("/")
    if parts.scheme not in ("postgresql", "postgres") or not name:
        raise Unusable("COMMONWEAL_DATABASE must read postgresql://user:password@host:port/name.")
    return {
        "ENGINE": "django.db.backends.postgresql", "NAME": unquote(name), "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""), "HOST": unquote(parts.hostname or ""), "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True,
    }


def _mail(address: str, home: Path) -> dict[str, Any]:
    if not address:
        return {"EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend",
                "EMAIL_FILE_PATH": str(home / "mail")}
    parts = urlsplit(address)
    if parts.scheme not in ("smtp", "smtps") or not parts.hostname:
        raise Unusable("COMMONWEAL_MAIL must read smtp://user:password@host:port, or smtps:// for TLS.")
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend", "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or (465 if parts.scheme == "smtps" else 587),
        "EMAIL_HOST_USER": unquote(parts.username or ""), "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": parts.scheme == "smtps", "EMAIL_USE_TLS": parts.scheme == "smtp" and bool(parts.username),
        "EMAIL_TIMEOUT": 20,
    }
