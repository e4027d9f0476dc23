"""Evidence is held by the SHA-256 fingerprint of its file: 64 digits and letters from a to f.

A file name or a shortened fingerprint proves nothing and finds no repeats. Missing values: none; the column is
required.
"""

import re
from collections.abc import Iterator

from commonweal.basics.findings import Finding, Severity
from commonweal.basics.told import told
from commonweal.ledger.book import Book
from commonweal.ledger.checks.rule import Missing, about

CODE = "EVIDENCE-FINGERPRINT"
SEVERITY = Severity.ERROR
MISSING = Missing.NEVER_SKIP

_FINGERPRINT = re.compile(r"[0-9a-fA-F]{64}\Z")


def check(book: Book) -> Iterator[Finding]:
    """An error for each fingerprint that is none."""
    for row in book.rows("evidence"):
        if not _FINGERPRINT.match(row.text("sha256")):
            yield about(row, "sha256", CODE, SEVERITY, told("this is not a SHA-256 fingerprint."),
                        told("Write the 64 characters that `sha256sum FILE` prints."))
