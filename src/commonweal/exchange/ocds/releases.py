"""The releases of a file, whether they stand in lines, in a package, in a record package or alone.

A row is a release: rows in = accepted + refused + blank, where a blank row is an empty line between others.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from commonweal.basics.findings import Finding, Severity
from commonweal.basics.told import told
from commonweal.exchange.files import Kind, Opened
from commonweal.exchange.ocds.reading import Reading

Json = dict[str, Any]
# The scheme of the publisher of a package that was made from a ledger of ours.
OWN_SCHEME = "commonweal"


@dataclass(frozen=True)
class Release:
    """One release: the line of the file that its document begins in, and what it says."""

    row: int
    data: Json
    # Ids are those of the ledger's own rows, because the package was made from it.
    own_ids: bool = False

    @property
    def ocid(self) -> str:
        """The id of the process that it belongs to."""
        return str(self.data["ocid"]).strip()


@dataclass
class Releases(Reading):
    """What a file gave: its releases, and the control sum of its rows."""

    found: list[Release] = field(default_factory=list)


def read_releases(opened: Opened, ours: str) -> Releases:
    """Every release of an opened file: JSON lines, a release package, a record package, a list or a single release.

    Ids in a package that was made from the records called `ours` are those of its rows. Those of any others are not:
    two bodies may well both call a contract "repairs".
    A row is numbered by its line where each line is a release, else by its place among all releases.
    """
    result = Releases(opened.file.name)
    found = list(opened.documents)
    for row, document in found:
        _tidy(document, row, result)
    in_lines = opened.kind is Kind.JSON_LINES
    by_line = in_lines and not any(_is_package(data) for _, data in found)
    found += [(finding.row or 0, finding) for finding in opened.findings]
    for line, data in sorted(found, key=lambda each: each[0]):
        if isinstance(data, Finding):
            result.rows_in += 1
            result.refused += 1
            result.findings.append(replace(data, row=line if by_line else result.rows_in))
            continue
        for item in data if isinstance(data, list) and not in_lines else [data]:
            for release, own in _releases_in(item, line, result, ours):
                result.rows_in += 1
                _take(release, line if by_line else result.rows_in, result, own)
    if in_lines:
        used = {line for line, _ in found}
        result.blank = max(used, default=0) - len(used)
        result.rows_in += result.blank
    if not result.rows_in:
        result.say("OCDS-EMPTY", None, "", told("there is no release in the file."),
                   told("Give a release package, a record package, or one release a line."), severity=Severity.ERROR)
    return result


def _is_package(data: object) -> bool:
    return isinstance(data, dict) and ("releases" in data or "records" in data)


def _releases_in(data: Any, line: int, result: Releases, ours: str) -> Iterator[tuple[object, bool]]:
    """The releases of one document, and whether their ids are those of the ledger's rows."""
    if not _is_package(data):
        yield data, False
        return
    publisher = data.get("publisher")
    own = isinstance(publisher, dict) and (publisher.get("scheme"), publisher.get("uid")) == (OWN_SCHEME, ours)
    for key, unpack in (("releases", _as_it_is), ("records", _of_record)):
        items = data.get(key)
        if items is not None and not isinstance(items, list):
            result.say("OCDS-TYPE", line, key, told("is not a list."),
                       told("Give a package as the standard describes it."), severity=Severity.ERROR)
            continue
        for item in items or []:
            yield from ((release, own) for release in unpack(item))


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


def _take(data: object, row: int, result: Releases, own: bool) -> None:
    ocid = data.get("ocid") if isinstance(data, dict) else None
    if not isinstance(data, dict) or not isinstance(ocid, str) or not ocid.strip():
        result.refuse("OCDS-NO-PROCESS", row, "ocid",
                      told("the row has no ocid: nothing says which process it belongs to.")
                      if isinstance(data, dict) else
                      told("the row is no release: nothing says which process it belongs to."),
                      told("Ask the publisher for the release with its ocid."))
        return
    result.found.append(Release(row, data, own))
    for key in ("id", "date", "tag", "initiationType"):
        if not data.get(key):
            result.say("OCDS-MISSING", row, key,
                       told("the release has no {key}, which the standard requires.", key=key),
                       told("It is read without; ask the publisher to add it."), ocid.strip())


def _tidy(value: Any, row: int, result: Releases) -> None:
    """Take spaces out of the names of fields, where a broken long line has left them, and say so."""
    if isinstance(value, list):
        for item in value:
            _tidy(item, row, result)
    elif isinstance(value, dict):
        for name, item in [*value.items()]:
            _tidy(item, row, result)
            if not name.isidentifier() and (key := "".join(name.split())) != name:
                result.say("OCDS-KEY-SPACES", row, key,
                           told("the field's name has spaces in it, as a broken long line leaves."),
                           told("It is read as if they were not there; download the file again to be sure."))
                value[key] = value.pop(name)
