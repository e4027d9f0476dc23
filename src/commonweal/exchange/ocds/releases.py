"""The releases of a file, whether they stand in lines, in a package, in a record package or alone.

A row is a release: rows in = accepted + refused + blank, where a blank row is an empty line between others.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from commonweal.basics.findings import Finding, Severity
from commonweal.exchange.files import Kind, Opened

Json = dict[str, Any]
# The scheme of the publisher of a package that was made from a ledger of ours.
_OURS = "commonweal"


@dataclass(frozen=True)
class Release:
    """One release: the line of the file that its document begins in, and what it says."""

    row: int
    data: Json
    # Ids are those of the ledger's rows, because the package was made from one.
    own_ids: bool = False

    @property
    def ocid(self) -> str:
        """The id of the process that it belongs to."""
        return str(self.data["ocid"]).strip()


@dataclass
class Releases:
    """What a file gave, and the control sum of its rows."""

    file: str
    found: list[Release] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    rows_in: int = 0
    refused: int = 0
    blank: int = 0

    @property
    def accepted(self) -> int:
        """Releases that can be used."""
        return len(self.found)

    def say(self, code: str, row: int | None, column: str, message: str, mend: str, subject: str = "",
            severity: Severity = Severity.NOTE) -> None:
        """Add one finding about a row of the file."""
        self.findings.append(Finding(code, severity, message, mend, self.file, row, column, subject))


def read_releases(opened: Opened) -> Releases:
    """Every release of an opened file: JSON lines, a release package, a record package, a list or a single release."""
    result = Releases(opened.file.name)
    result.findings += opened.findings
    for row, document in opened.documents:
        data = _tidy(document, row, result)
        if isinstance(data, dict) and ("releases" in data or "records" in data):
            _package(data, result, row)
        elif isinstance(data, list):
            for item in data:
                _take(item, row, result)
        else:
            _take(data, row, result)
    if opened.kind is Kind.JSON_LINES:
        rows = {row for row, _ in opened.documents} | {finding.row or 0 for finding in opened.findings}
        result.refused += len(opened.findings)
        result.blank = max(rows, default=0) - len(rows)
        result.rows_in += len(opened.findings) + result.blank
    if not result.rows_in:
        result.say("OCDS-EMPTY", None, "", "there is no release in the file.",
                   "Give a release package, a record package, or one release a line.", severity=Severity.ERROR)
    return result


def _package(data: Json, result: Releases, row: int) -> None:
    publisher = data.get("publisher")
    own = isinstance(publisher, dict) and publisher.get("scheme") == _OURS
    for key, unpack in (("releases", _as_it_is), ("records", _of_record)):
        items = data.get(key)
        if items is not None and not isinstance(items, list):
            result.say("OCDS-TYPE", row, key, "is not a list.", "Give a package as the standard describes it.",
                       severity=Severity.ERROR)
            continue
        for item in items or []:
            for release in unpack(item):
                _take(release, row, result, own)


def _as_it_is(item: object) -> Iterator[object]:
    yield item


def _of_record(item: object) -> Iterator[object]:
    """The releases of a record where they stand in it; where it only links to them, what it made of them."""
    releases = item.get("releases") if isinstance(item, dict) else None
    if isinstance(releases, list) and releases and all(
            isinstance(release, dict) and "ocid" in release for release in releases):
        yield from releases
    else:
        yield item.get("compiledRelease") if isinstance(item, dict) else item


def _take(data: object, row: int, result: Releases, own: bool = False) -> None:
    result.rows_in += 1
    ocid = data.get("ocid") if isinstance(data, dict) else None
    if not isinstance(data, dict) or not isinstance(ocid, str) or not ocid.strip():
        result.refused += 1
        what = "has no ocid" if isinstance(data, dict) else "is no release"
        result.say("OCDS-NO-PROCESS", row, "ocid", f"the row {what}: nothing says which process it belongs to.",
                   "Ask the publisher for the release with its ocid.", severity=Severity.ERROR)
        return
    result.found.append(Release(row, data, own))
    for key in ("id", "date", "tag", "initiationType"):
        if not data.get(key):
            result.say("OCDS-MISSING", row, key, f"the release has no {key}, which the standard requires.",
                       "It is read without; ask the publisher to add it.", ocid.strip())


def _tidy(value: object, row: int, result: Releases) -> Any:
    """The same data with names of fields that have no spaces in them, as a broken long line may have left there."""
    if isinstance(value, list):
        return [_tidy(item, row, result) for item in value]
    if not isinstance(value, dict):
        return value
    found: Json = {}
    for name, item in value.items():
        key = "".join(name.split())
        if key != name:
            result.say("OCDS-KEY-SPACES", row, key, "the name of the field has spaces in it, as a broken long line leaves.",
                       "It is read as if they were not there; download the file again to be sure.")
        found[key] = _tidy(item, row, result)
    return found
