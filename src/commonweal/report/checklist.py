"""What must be done before a report is published: one list, each line a small check that returns findings.

A line without findings is done. The list is gone through on every build; only publication refuses for it. Errors in
the records never get so far: they stop every build.
"""

import csv
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from commonweal.basics.findings import Finding, Severity
from commonweal.basics.tables import Record, Table
from commonweal.basics.told import Told, told
from commonweal.ledger.book import Book, Rows
from commonweal.ledger.checked import Checked
from commonweal.report.changes import corrections_in, out_of_order, unexplained
from commonweal.report.dead_links import dead_links
from commonweal.report.package import DATA, may_be_copied
from commonweal.report.previous import Previous
from commonweal.report.signatures import unsigned
from commonweal.report.stories import faults_of_pictures, without_consent
from commonweal.report.year import Year
from commonweal.snapshot.long_table import Asked, LongTable
from commonweal.snapshot.tables import UNIT_VALUES
from commonweal.valuation.tables import VALUED_LINES

# Gaps of the records that are a line of their own.
_BASES = frozenset({"PERCENTAGE-WITHOUT-BASE", "RATE-WITHOUT-BASE"})
_OPEN_CLAIMS = frozenset({"CLAIMS-OPEN"})
_STATEMENT = frozenset({"ACCESSIBILITY-STATEMENT"})
# Steps of the reporting year that come before publication, in their order.
_STEPS = {"collection-closes": told("collecting has not been closed"), "lock": told("the figures have not been locked"),
          "approval": told("the report has not been approved")}


@dataclass(frozen=True)
class Candidate:
    """A report that was made and may be published: its records, its document, and the folder it was printed into.

    `typed_numbers` are the numbers in prose that are no figure and have no source; `previous` is the release before;
    `today` is the day on which it is to be published, if it is.
    """

    checked: Checked
    year: Year
    typed_numbers: list[Finding]
    folder: Path
    release: int
    previous: Previous | None
    today: date | None = None

    def gaps(self, codes: frozenset[str], *, others: bool = False) -> list[Finding]:
        """The gaps not declared that have one of these codes, or none of them."""
        return [gap for gap in self.checked.open_gaps if (gap.code in codes) != others]


@dataclass(frozen=True)
class Line:
    """One line of the list: its name, what is asked, and what stands in its way."""

    name: Told
    asks: Told
    findings: tuple[Finding, ...]

    @property
    def done(self) -> bool:
        """Whether nothing stands in its way."""
        return not self.findings

    def __str__(self) -> str:
        return f"{'done   ' if self.done else 'REFUSED'} {self.name}: {self.asks}" + (
            "" if self.done else f" {len(self.findings)} to mend.")


def _records(candidate: Candidate) -> list[Finding]:
    return candidate.gaps(_BASES | _OPEN_CLAIMS | _STATEMENT, others=True)


def _numbers(candidate: Candidate) -> list[Finding]:
    return candidate.typed_numbers


def _bases(candidate: Candidate) -> list[Finding]:
    """A percentage that we worked out says of what; one that a source prints without its base is a gap to declare."""
    bare = [figure for figure in candidate.year.figures
            if figure.unit == "%" and figure.value is not None and figure.denominator is None
            and figure.standing not in ("stated", "context")]
    return candidate.gaps(_BASES) + [
        _stop("PERCENT-WITHOUT-BASE", told("the percentage {id} is worked out and does not say of what.", id=figure.id),
              told("Give the number that it is a share of."), "figures.csv", subject=figure.id, column="denominator")
        for figure in bare
    ]


def _locked(candidate: Candidate) -> list[Finding]:
    """The period's steps are done in their order, and nothing entered it after it was locked.

    A release after the first puts right what was locked: what changed then is told by its corrections.
    """
    book, period = candidate.checked.book, candidate.checked.book.settings.period
    steps = {row.text("step"): row for row in book.rows("calendar") if row.text("period") == period.id}
    found = []
    before = None
    for step, not_done in _STEPS.items():
        row = steps.get(step)
        day = row.day("done") if row else None
        if day is None:
            found.append(_stop("PERIOD-NOT-LOCKED",
                               told("{not_done} for {label}.", not_done=not_done, label=period.label),
                               told("Do the step, then write its day under 'done'."), "calendar.csv",
                               row.row if row else None, "done", f"{period.id}/{step}"))
        elif before and day < before:
            found.append(_stop("PERIOD-NOT-LOCKED",
                               told("the step '{step}' is dated {day}, before the step ahead of it.", step=step,
                                    day=day), told("Correct the day."), "calendar.csv",
                               row.row if row else None, "done", f"{period.id}/{step}"))
        before = day or before
    return candidate.gaps(_OPEN_CLAIMS) + found + (_after_lock(candidate) if candidate.release == 1 else [])


def _after_lock(candidate: Candidate) -> list[Finding]:
    book, period = candidate.checked.book, candidate.checked.book.settings.period
    lock = next((row.day("done") for row in book.rows("calendar")
                 if row.text("period") == period.id and row.text("step") == "lock"), None)
    if lock is None:
        return []
    claims, reviews = (_dated_after(book.rows(table), column, lock)
                       for table, column in (("deliveries", "reported_on"), ("reviews", "on")))
    reviewed = _by_key(book, {row.text("delivery") for row in reviews})
    late = [("deliveries.csv", row, row, row.day("reported_on")) for row in claims]
    late += [("reviews.csv", row, reviewed[row.text("delivery")], row.day("on")) for row in reviews]
    return [
        _stop("CHANGED-AFTER-LOCK",
              told("the row is dated {day}, and {label} was locked on {lock}.", day=day, label=period.label, lock=lock),
              told("Lock the period again on a later day, or leave the row for a correction."), file, row.row, "",
              row.key)
        for file, row, claim, day in late
        if (start := claim.day("start")) and (end := claim.day("end"))
        and period.span.start <= start and end <= period.span.end
    ]


def _dated_after(rows: Rows, column: str, lock: date) -> list[Record]:
    """The rows with a day after the lock in a column; of a long table no others are read."""
    found = rows.rows(Asked(after={column: lock})) if isinstance(rows, LongTable) else rows
    return [row for row in found if (day := row.day(column)) and day > lock]


def _by_key(book: Book, keys: Collection[str]) -> Mapping[str, Record]:
    claims = book.rows("deliveries")
    if isinstance(claims, LongTable):
        return {row.key: row for row in claims.rows(Asked({"id": keys}))}
    return book.by_id("deliveries")


def _charts(candidate: Candidate) -> list[Finding]:
    return [_stop("CHART-LEFT-OUT", told("a chart was left out with its table: {why}", why=why),
                  told("Mend what the reason names in the records. If it names a sentence, report this fault: the "
                       "program wrote that sentence itself."), subject=why)
            for why in candidate.year.left_out]


def _licences(candidate: Candidate) -> list[Finding]:
    """Every framework version is final and says its licence, and nothing that a licence keeps closed is in data/."""
    found = []
    for edition in candidate.checked.book.editions:
        file = f"editions/{edition.id}"
        if edition.status != "published":
            found.append(_stop("EDITION-NOT-FINAL",
                               told("{id} is a draft and has no fingerprint of its own.", id=edition.id),
                               told("Publish the framework version first: set its status and write its DIGEST."), file,
                               subject=edition.id))
        if (candidate.folder / DATA / file).exists() and not may_be_copied(edition):
            found.append(_stop("LICENCE-CLOSED",
                               told("{id} may not be passed on and stands in {data}/.", id=edition.id, data=DATA),
                               told("Report this fault: it is left out by the program itself."), file,
                               subject=edition.id))
    for table, amount in ((UNIT_VALUES, "central"), (VALUED_LINES, "gross_central")):
        name = f"{DATA}/{table.name}.csv"
        found += [_stop("LICENCE-CLOSED", told("an amount stands here that its licence keeps closed."),
                        told("Report this fault: it is left out by the program itself."), name, row, amount, key)
                  for row, key in _closed_amounts(candidate.folder / name, table, amount)]
    return found


def _closed_amounts(path: Path, table: Table, amount: str) -> Iterator[tuple[int, str]]:
    """The rows of a table that give an amount which may not be passed on: number and key. It may have a million."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.reader(file)
        at = {name: place for place, name in enumerate(next(rows))}
        may_be_passed_on, given = at["redistributable"], at[amount]
        for number, row in enumerate(rows, 2):
            if row[may_be_passed_on] == "no" and row[given]:
                yield number, "/".join(row[at[name]] for name in table.key_columns)


def _releases(candidate: Candidate) -> list[Finding]:
    book = candidate.checked.book
    found = list(out_of_order(book, candidate.release))
    if candidate.release > 1 and candidate.previous is None:
        found.append(_stop("RELEASE-WITHOUT-PREVIOUS",
                           told("release {release} was compared with no release before it.", release=candidate.release),
                           told("Name the folder of the release before this one: --previous FOLDER."),
                           subject=str(candidate.release)))
        return found
    return [*found, *unexplained(candidate.year.changes, corrections_in(book), candidate.release)]


_LIST: tuple[tuple[Told, Told, Callable[[Candidate], list[Finding]]], ...] = (
    (told("Records"), told("every gap is declared with a reason."), _records),
    (told("Numbers in prose"), told("each is a figure, or says where it comes from."), _numbers),
    (told("Percentages"), told("each has the number that it is a share of."), _bases),
    (told("Pictures"), told("each has words for those who cannot see it, and says whose it is."),
     lambda candidate: faults_of_pictures(candidate.year)),
    (told("Charts"), told("each could be drawn, and its table bears out what it says."), _charts),
    (told("Consent"), told("everybody told of agreed, and still does on the day of publication."),
     lambda candidate: without_consent(candidate.year, candidate.today)),
    (told("Signatures"), told("every text is signed off by an office on a day."),
     lambda candidate: unsigned(candidate.checked.book.sections)),
    (told("Reporting period"), told("it is closed, locked and approved, and open claims are declared."), _locked),
    (told("Framework versions"), told("each is final with its licence, and no closed value is published."), _licences),
    (told("Accessibility"), told("a reader who cannot use the report is told whom to turn to."),
     lambda candidate: candidate.gaps(_STATEMENT)),
    (told("Links"), told(
        "each link within the report leads somewhere; links to other sites are well formed, and not followed."),
     lambda candidate: dead_links(candidate.folder)),
    (told("Release"), told("every figure that changed since the release before is explained."), _releases),
)


def go_through(candidate: Candidate) -> tuple[Line, ...]:
    """Every line of the list with what stands in its way, in the order in which it is printed."""
    return tuple(Line(name, asks, tuple(check(candidate))) for name, asks, check in _LIST)


def stopped_by(lines: tuple[Line, ...]) -> tuple[Line, ...]:
    """The lines that are not done."""
    return tuple(line for line in lines if not line.done)


def _stop(code: str, message: Told, mend: Told, file: str = "", row: int | None = None, column: str = "",
          subject: str = "") -> Finding:
    return Finding(code, Severity.STOP, message, mend, file, row, column, subject)
