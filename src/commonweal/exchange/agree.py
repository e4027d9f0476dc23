"""Agreeing to an arrival: it goes into the book whole or not at all, and the last one can be taken back.

The book is made anew beside itself, read back and checked; only if that finds no new fault, and nobody else has changed
the book meanwhile, do the two change places, in one step. What the changed files held before is kept in the book under
private/imports/, byte for byte: it may hold names, and is in nothing that goes out, nor in git.
"""

import json
import shutil
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from commonweal.basics.findings import Finding, Refused, Severity, by_severity
from commonweal.basics.folders import AsItIs, changed_folder
from commonweal.basics.told import told
from commonweal.exchange.arrival import SETTINGS, Arrival, Change, changes
from commonweal.exchange.written import merged_table, texts_beside
from commonweal.ledger.book import Book, read_book
from commonweal.ledger.checked import all_findings
from commonweal.snapshot.manifest import sha256

PRIVATE = "private"
IMPORTS = f"{PRIVATE}/imports"
# Git then takes nothing of the folder that this lies in.
_OUT_OF_GIT = ".gitignore", "*\n"
_RECORD = "receipt.json"
_BEFORE = "before"


@dataclass(frozen=True)
class Agreed:
    """What agreeing did: the import's number, and how the rows of each table changed."""

    number: str
    changes: tuple[Change, ...]
    editions: tuple[str, ...]


def agree(folder: Path, arrival: Arrival, *, since: AsItIs | None = None) -> Agreed:
    """Bring an arrival into a book. The book is as it was, or has all of it.

    `since` is how the book stood when the file was looked through. Raises Refused where the book cannot be read or was
    changed by somebody else since, nothing would change, or the book would have an error that it has not now; rows
    that were refused stay out, as the receipt says.
    """
    _refuse_inside(folder)
    with changed_folder(folder, ours=SETTINGS, since=since) as work:
        # What is read is the copy that is written: nothing can come between.
        book, errors = readable(work)
        found = changes(arrival, book)
        texts = texts_of(work, book, arrival)
        if not texts:
            raise Refused(arrival.receipt.why_nothing)
        number = f"{max(_numbers(work), default=0) + 1:04}"
        kept = work / IMPORTS / number
        _keep_out_of_git(work / PRIVATE)
        for name, text in texts.items():
            _keep(work / name, kept / _BEFORE / name)
            (work / name).parent.mkdir(parents=True, exist_ok=True)
            (work / name).write_bytes(text.encode())
        (kept / _RECORD).write_text(_record(arrival, found, texts), encoding="utf-8")
        _refuse_new_errors(work, errors, f"{arrival.receipt.file} was not imported")
    return Agreed(number, found, tuple(_edition_ids(arrival)))


def undo(folder: Path) -> str:
    """Take the last import back: every file that it changed is as it was before. Says what was taken back.

    Raises Refused where there is none, or where such a file was changed since.
    """
    _refuse_inside(folder)
    none = Refused(told("{folder} has no import to take back.", folder=folder))
    if not (folder / SETTINGS).is_file():
        raise none
    with changed_folder(folder, ours=SETTINGS) as work:
        # Asked here and not before, so that what a killed run left is removed also where it had done all.
        if not _numbers(work):
            raise none
        number, file, after = _last(work)
        _, errors = readable(work)
        for name in after:
            before = work / IMPORTS / number / _BEFORE / name
            if before.is_file():
                (work / name).write_bytes(before.read_bytes())
            else:
                (work / name).unlink()
                _remove_empty((work / name).parent, work)
        shutil.rmtree(work / IMPORTS / number)
        _remove_empty(work / IMPORTS, work / PRIVATE)
        _remove_if_alone(work / PRIVATE)
        _refuse_new_errors(work, errors, f"{file} was not taken back, because other rows stand on it")
    return f"import {number} of {file}"


def _last(folder: Path) -> tuple[str, str, Collection[str]]:
    """The last import: its number, its file and what it wrote. Refused where any of that was changed since."""
    number = f"{max(_numbers(folder)):04}"
    try:
        record = json.loads((folder / IMPORTS / number / _RECORD).read_text(encoding="utf-8"))
        after: Mapping[str, str] = dict(record["after"])
        file = str(record["file"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise Refused(told("{imports}/{number}/{record} cannot be read: it was changed.", imports=IMPORTS,
                           number=number, record=_RECORD)) from error
    for name, digest in after.items():
        if not (folder / name).is_file() or sha256((folder / name).read_bytes()) != digest:
            raise Refused(told("{name} was changed since {file} was imported: nothing was taken back. What stood in "
                               "it before is in {imports}/{number}/{before}.", name=name, file=file, imports=IMPORTS,
                               number=number, before=_BEFORE))
    return number, file, after


def texts_of(folder: Path, book: Book, arrival: Arrival) -> dict[str, str]:
    """Every file of the book that would change, by its path, as it would be."""
    texts: dict[str, str] = {}
    for name, rows in arrival.rows.items():
        if rows:
            path = folder / f"{name}.csv"
            before = path.read_bytes().decode("utf-8-sig") if path.is_file() else ""
            texts[path.name] = merged_table(before, book, rows, arrival)
    texts |= texts_beside(arrival, book.settings.editions, (folder / SETTINGS).read_bytes().decode("utf-8-sig"))
    return {name: text for name, text in texts.items()
            if not (folder / name).is_file() or (folder / name).read_bytes() != text.encode()}


def _edition_ids(arrival: Arrival) -> list[str]:
    return sorted({"/".join(path.split("/")[:2]) for path in arrival.editions})


def readable(folder: Path) -> tuple[Book, Counter[tuple[str, ...]]]:
    """The book, and the errors that it has before."""
    read = read_book(folder)
    errors = by_severity(all_findings(read)[0], Severity.ERROR)
    if read.book is None:
        raise Refused(told("The records have {count} to fix before anything can be imported.", count=len(errors)),
                      errors)
    return read.book, Counter(map(_same, errors))


def new_errors(folder: Path, before: Counter[tuple[str, ...]]) -> list[Finding]:
    """The errors of a book that are not among those before."""
    found = by_severity(all_findings(read_book(folder))[0], Severity.ERROR)
    return [finding for finding in found if not before[_same(finding)]]


def _refuse_new_errors(work: Path, before: Counter[tuple[str, ...]], what: str) -> None:
    if new := new_errors(work, before):
        raise Refused(told("{what}: the records would have {count} to fix that they have not now.", what=what,
                           count=len(new)), new)


def _same(finding: Finding) -> tuple[str, ...]:
    """What stays of a finding when rows move."""
    return finding.code, finding.file, finding.column, finding.subject, finding.message


def _record(arrival: Arrival, found: tuple[Change, ...], texts: Mapping[str, str]) -> str:
    """The receipt as it is kept, with the fingerprint of every file that was written."""
    return json.dumps({
        "file": arrival.receipt.file,
        "sha256": arrival.receipt.sha256,
        "sheets": [asdict(sheet) for sheet in arrival.receipt.sheets],
        "findings": [asdict(finding) for finding in arrival.receipt.findings],
        "changes": [asdict(change) for change in found],
        "notes": list(arrival.notes),
        "after": {name: sha256(text) for name, text in sorted(texts.items())},
    }, indent=1, ensure_ascii=False) + "\n"


def _numbers(folder: Path) -> list[int]:
    return [int(path.name) for path in (folder / IMPORTS).glob("[0-9]*") if path.name.isdigit()]


def _keep(path: Path, kept: Path) -> None:
    kept.parent.mkdir(parents=True, exist_ok=True)
    if path.is_file():
        shutil.copyfile(path, kept)


def _keep_out_of_git(private: Path) -> None:
    name, text = _OUT_OF_GIT
    private.mkdir(exist_ok=True)
    if not (private / name).exists():
        (private / name).write_text(text, encoding="utf-8")


def _remove_if_alone(private: Path) -> None:
    """Remove the private folder where nothing is in it but what an import put there to keep it out of git."""
    name, text = _OUT_OF_GIT
    if [path.name for path in private.iterdir()] == [name] and (private / name).read_bytes() == text.encode():
        shutil.rmtree(private)


def _remove_empty(folder: Path, root: Path) -> None:
    while folder != root and folder.is_dir() and not any(folder.iterdir()):
        folder.rmdir()
        folder = folder.parent


def _refuse_inside(folder: Path) -> None:
    # The folder changes places with its successor; who stood in it would be left in the old one.
    if Path.cwd().is_relative_to(folder.resolve()):
        raise Refused(told("Go out of the folder {name} first, and name it from there.", name=folder.resolve().name))
