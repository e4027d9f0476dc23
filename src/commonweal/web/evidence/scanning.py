"""The virus scanner: a command of the machine, where one is set. Where none is, that is said and nothing is claimed."""

import shlex
import subprocess
import tempfile
from pathlib import Path

from django.conf import settings

from commonweal.basics.told import told
from commonweal.exchange.sniffing import NotTaken

CLEAN, NOT_SCANNED = "clean", "not scanned"
_SECONDS = 120


def scan(content: bytes) -> str:
    """What the scanner says of some bytes: clean, or not scanned where no scanner is set.

    Raises NotTaken where it finds something, and where it cannot say: then nothing is kept.
    """
    if not settings.SCANNER:
        return NOT_SCANNED
    home = Path(settings.HOME) / "evidence"
    home.mkdir(parents=True, exist_ok=True, mode=0o700)
    with tempfile.NamedTemporaryFile(dir=home, prefix="incoming-") as file:
        file.write(content)
        file.flush()
        try:
            code = subprocess.run([*shlex.split(settings.SCANNER), file.name], timeout=_SECONDS, check=False,
                                  stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode
        except (OSError, subprocess.TimeoutExpired):
            code = -1
    # As clamscan and clamdscan answer: 0 nothing found, 1 found, anything else could not tell.
    if code == 1:
        raise NotTaken("FILE-VIRUS", told("the virus scanner found something in it."),
                       told("Clean your machine, and bring another."))
    if code:
        raise NotTaken("FILE-NOT-SCANNED", told("the virus scanner does not answer, so it was not taken."),
                       told("Try again in a few minutes. What you typed is kept."))
    return CLEAN
