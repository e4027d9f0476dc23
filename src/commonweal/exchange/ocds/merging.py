"""The releases of one process, merged in the order of their dates into what holds now.

Merging itself is ocdsmerge's. It would fetch the standard's schema to learn which lists are replaced as a whole; here
stand its 24 rules instead, so that nothing is fetched.
"""

import warnings
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from ocdsmerge.exceptions import InconsistentTypeError
from ocdsmerge.merge import CompiledRelease

from commonweal.basics.told import told
from commonweal.exchange.ocds.releases import Json, Release, Releases

_WHOLE = "wholeListMerge"
# From the release schema of OCDS 1.1.5, Apache-2.0, "omitWhenMerged", "wholeListMerge" and lists of words.
MERGE_RULES: Mapping[tuple[str, ...], str] = {
    **{(key,): "omitWhenMerged" for key in ("id", "date", "tag")},
    **{tuple(path.split("/")): _WHOLE for path in (
        "parties/additionalIdentifiers", "parties/roles", "buyer/additionalIdentifiers",
        "tender/procuringEntity/additionalIdentifiers", "tender/items/additionalClassifications",
        "tender/additionalProcurementCategories", "tender/submissionMethod", "tender/tenderers/additionalIdentifiers",
        "tender/amendments/changes", "tender/amendment/changes", "awards/suppliers/additionalIdentifiers",
        "awards/items/additionalClassifications", "awards/amendments/changes", "awards/amendment/changes",
        "contracts/items/additionalClassifications",
        "contracts/implementation/transactions/payer/additionalIdentifiers",
        "contracts/implementation/transactions/payee/additionalIdentifiers",
        "contracts/relatedProcesses/relationship", "contracts/amendments/changes", "contracts/amendment/changes",
        "relatedProcesses/relationship")},
}
_FIRST = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True)
class Process:
    """What holds of one process now: its ocid, the rows of its releases, that and the id of its latest one, and the
    merged release."""

    ocid: str
    rows: tuple[int, ...]
    row: int
    data: Json
    release_id: str
    own_ids: bool


def merge(releases: Releases) -> list[Process]:
    """The processes of a file, by ocid; what could not be merged in order is a finding."""
    by_ocid: dict[str, list[Release]] = {}
    for release in releases.found:
        by_ocid.setdefault(release.ocid, []).append(release)
    return [_one(ocid, found, releases) for ocid, found in sorted(by_ocid.items())]


def _one(ocid: str, found: list[Release], releases: Releases) -> Process:
    ordered = _in_order(found, releases)
    data, last = _merged(ordered, releases), ordered[-1]
    rows = tuple(release.row for release in found)
    return Process(ocid, rows, last.row, data, str(last.data.get("id") or ""), last.own_ids)


def _in_order(found: list[Release], releases: Releases) -> list[Release]:
    """The different releases of a process, oldest first; of the same moment, by their ids."""
    by_name: dict[str, list[Release]] = {}
    for release in found:
        alike = by_name.setdefault(f"{release.data.get('id')} {release.data.get('date')}", [])
        if any(release.data == other.data for other in alike):
            releases.say("OCDS-REPEATED", release.row, "id", told("the same release stands in the file already."),
                         told("Nothing to do: it is counted once."), release.ocid)
            continue
        if alike:
            releases.say("OCDS-SAME-MOMENT", release.row, "id",
                         told("two releases that differ have one id and one date."),
                         told("The later one in the file is read as the newer; ask the publisher which is."),
                         release.ocid)
        alike.append(release)
    different = [release for alike in by_name.values() for release in alike]
    moments = {id(release): _moment(release, releases, alone=len(different) == 1) for release in different}
    return sorted(different, key=lambda release: (moments[id(release)], str(release.data.get("id") or "")))


def _moment(release: Release, releases: Releases, *, alone: bool) -> datetime:
    try:
        moment = datetime.fromisoformat(str(release.data.get("date")))
        return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    except ValueError:
        if not alone:
            releases.say("OCDS-ORDER", release.row, "date",
                         told("the date of the release cannot be read, so it is taken for the oldest of its process."),
                         told("Ask the publisher for the date."), release.ocid)
        return _FIRST


def _merged(ordered: Sequence[Release], releases: Releases) -> Json:
    rules = dict(MERGE_RULES)
    for release in ordered:
        rules |= {path: _WHOLE for path in _lists_without_ids(release.data)}
    compiled = CompiledRelease(merge_rules=rules)
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            for release in ordered:
                compiled.append(release.data)
            if any(compiled.data.get(path[:end]) is not None for path in compiled.data for end in range(1, len(path))):
                raise InconsistentTypeError("a field is a text in one release and an object in another")
            data: Json = compiled.asdict()
        except (InconsistentTypeError, TypeError, KeyError, AttributeError):
            data = ordered[-1].data
            releases.say("OCDS-NOT-MERGED", ordered[-1].row, "",
                         told("the releases of the process do not fit together; only the latest is read."),
                         told("Ask the publisher for a record of the process."), ordered[-1].ocid)
    for text in dict.fromkeys(str(warning.message).replace("`", "'") for warning in caught):
        releases.say("OCDS-ID-TWICE", ordered[-1].row, "", told("{what}.", what=text[:1].lower() + text[1:]),
                     told("They are read as one object; ask the publisher for ids that differ."), ordered[-1].ocid)
    return data


def _lists_without_ids(data: Mapping[str, Any], path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Lists whose objects have no ids, such as award criteria: by the standard they replace the earlier list whole."""
    for key, value in data.items():
        here = (*path, key)
        items: Iterable[Any] = [value] if isinstance(value, dict) else value if isinstance(value, list) else ()
        objects = [item for item in items if isinstance(item, dict)]
        if isinstance(value, list) and objects and not any("id" in item for item in objects):
            yield here
        else:
            for item in objects:
                yield from _lists_without_ids(item, here)
