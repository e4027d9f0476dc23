"""A book that was read and checked whole: what may be made of it, and what stands in the way."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from commonweal.basics.beside import beside
from commonweal.basics.findings import Finding, Refused, Severity, by_severity
from commonweal.basics.told import told
from commonweal.ledger.book import Book, BookRead, Rows, read_book
from commonweal.ledger.checks import declare, is_worth_a_copy, run_checks

_KEPT = ("declared", "open_gaps", "notes")


@dataclass(frozen=True)
class Checked:
    """A book that can be built: what was read, the gaps it declares and those it does not, and the notes."""

    book: Book
    facts: int
    declared: list[Finding]
    open_gaps: list[Finding]
    notes: list[Finding]


def all_findings(read: BookRead) -> tuple[list[Finding], list[Finding]]:
    """Every finding of a book that stays open, and the gaps that it declares."""
    if read.book is None:
        return read.findings, []
    return declare(read.findings + run_checks(read.book), read.book)


def check_book(folder: Path, given: Mapping[str, Rows] | None = None) -> Checked:
    """Read and check a book, or texts with tables `given`. Raises Refused, with every finding, if it has errors."""
    read = read_book(folder, given)
    return _checked(folder, read, *all_findings(read))


@dataclass(frozen=True)
class Checking:
    """A book that is being checked: `found` gives what was found, as `kept_findings` does, or raises Refused."""

    book: Book
    facts: int
    found: Callable[[], Iterator[str]]


@contextmanager
def checking(folder: Path, given: Mapping[str, Rows] | None = None, *, name: str = "") -> Iterator[Checking]:
    """Read a book as `check_book` does, and have it checked by a copy of the process while the block works with it.

    What the block makes stands only once it has asked what was found: that raises Refused, with every finding, if the
    book has errors, and so does the end of the block, also where the block broke off because of them. A book that is
    not large is checked before. `name` is what the book is called in place of its folder.
    """
    read = read_book(folder, given)
    if read.book is None or not is_worth_a_copy(read.book):
        checked = _checked(name or folder, read, *all_findings(read))
        yield Checking(checked.book, checked.facts, lambda: kept_findings(checked))
        return
    with TemporaryDirectory() as work, beside(partial(_keep, read, Path(work) / "found")) as errors:
        def found() -> Iterator[str]:
            _refuse(name or folder, errors())
            return kept_in(Path(work) / "found")
        try:
            yield Checking(read.book, read.facts, found)
        except Refused:
            raise
        except Exception:  # Whatever broke: the findings are told if the records are to blame, else it goes on up.
            found()
            raise
        found()


def _keep(read: BookRead, path: Path) -> list[Finding]:
    """Check a book, and write down what was found unless there are errors; gives these."""
    found, declared = all_findings(read)
    errors = by_severity(found, Severity.ERROR)
    if not errors:
        with path.open("w", encoding="utf-8", newline="\n") as file:
            file.writelines(kept_findings(_checked("", read, found, declared)))
    return errors


def kept_in(path: Path) -> Iterator[str]:
    """What `kept_findings` gave, from the file that it is kept in."""
    with path.open(encoding="utf-8", newline="\n") as file:
        yield from file


def _checked(name: object, read: BookRead, found: list[Finding], declared: list[Finding]) -> Checked:
    _refuse(name, by_severity(found, Severity.ERROR))
    assert read.book is not None, "what could not be read has errors"
    return Checked(read.book, read.facts, declared, by_severity(found, Severity.GAP), by_severity(found, Severity.NOTE))


def _refuse(name: object, errors: list[Finding]) -> None:
    if errors:
        raise Refused(told("{name} has {count} to fix before anything can be made of it.", name=name,
                           count=len(errors)), errors)


def kept_findings(checked: Checked) -> Iterator[str]:
    """What checking the book found, as it is kept beside the frozen figures: how many facts, then a line a finding."""
    yield json.dumps({"facts": checked.facts}) + "\n"
    for name in _KEPT:
        for finding in getattr(checked, name):
            yield json.dumps({"as": name, **finding.to_json()}, ensure_ascii=False) + "\n"


def checked_before(book: Book, lines: Iterable[str]) -> Checked:
    """A frozen book with what checking it had found. Raises Refused where that cannot be read."""
    found: dict[str, list[Finding]] = {name: [] for name in _KEPT}
    try:
        rows = map(json.loads, lines)
        facts = int(next(rows)["facts"])
        for finding in rows:
            found[finding.pop("as")].append(Finding.from_json(finding))
        return Checked(book, facts, **found)
    except (StopIteration, ValueError, KeyError, TypeError) as error:
        raise Refused(told(
            "What checking the records found cannot be read: the frozen figures were changed.")) from error

