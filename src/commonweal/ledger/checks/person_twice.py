"""The same person claimed twice for a measure that counts people once.

Who took part is known only by a keyed token in private/participants.csv, a file that stays in the private folder and
is read by this rule alone; no token is ever printed, kept or published. A measure counts people once where it is
counted "once"; for a level, a person may not stand in two activities on the same day. Reaching a further stage is not
a second claim. Missing values: without the file there is nothing to compare; claims in no total are skipped.
"""

from collections.abc import Iterator
from dataclasses import replace

from commonweal.basics.csv_files import read_table
from commonweal.basics.findings import Finding, Severity
from commonweal.basics.tables import Column, Kind, Record, See, Table
from commonweal.basics.told import told
from commonweal.ledger.book import Book
from commonweal.ledger.checks.rule import Missing, counted_as, in_totals, measures_of

CODE = "PERSON-TWICE"
SEVERITY = Severity.ERROR
MISSING = Missing.SKIP_IF_ANY

FILE = "private/participants.csv"
PARTICIPANTS = Table(
    "participants",
    "one person's part in one delivery, without a name",
    (
        Column(
            "delivery",
            Kind.ID,
            "The delivery that the person is counted in.",
            required=True,
            see=See.PERSONAL,
            refers_to="deliveries",
        ),
        Column(
            "token",
            Kind.TEXT,
            "A keyed token that stands for the person; never a name or a number in use elsewhere.",
            required=True,
            see=See.PERSONAL,
        ),
        Column(
            "group", Kind.TEXT, "The group the person is counted in, where the measure asks for one.", see=See.PERSONAL
        ),
        Column("start", Kind.DATE, "The day the person began.", see=See.PERSONAL),
    ),
    key=("delivery", "token"),
)


def check(book: Book) -> Iterator[Finding]:
    """An error for each claim that holds somebody who is counted elsewhere already."""
    read = read_table(book.folder / FILE, PARTICIPANTS, delimiter=book.settings.delimiter, shown_as=FILE)
    yield from (_without_tokens(finding) for finding in read.findings)
    deliveries = book.by_id("deliveries")
    measures = measures_of(book)
    first: dict[tuple[str, str, str], list[Record]] = {}
    repeats: dict[tuple[str, str], tuple[int, int]] = {}
    for person in read.records:
        claim = deliveries.get(person.text("delivery"))
        if claim is None:
            yield Finding(CODE, SEVERITY,
                          told("'{delivery}' is not in deliveries.csv.", delivery=person.text("delivery")),
                          told("Correct the id of the delivery."), FILE, person.row, "delivery")
            continue
        measure = measures.get(claim.text("measure"))
        if measure is None or measure.text("people") == "none" or not in_totals(claim):
            continue
        claims = first.setdefault((person.text("token"), claim.text("measure"), claim.text("stage")), [])
        other = next((row for row in claims if _counts_twice(claim, row, counted_as(measures, claim))), None)
        claims.append(claim)
        if other is not None:
            row, people = repeats.get((claim.key, other.key), (person.row, 0))
            repeats[claim.key, other.key] = row, people + 1
    for (later, earlier), (row, people) in repeats.items():
        yield Finding(CODE, SEVERITY,
                      told("one person of '{later}' stand in '{earlier}' already, and the measure counts a person "
                           "once.", later=later, earlier=earlier) if people == 1 else
                      told("{people} people of '{later}' stand in '{earlier}' already, and the measure counts a person "
                           "once.", people=people, later=later, earlier=earlier),
                      told("Lower one of the two quantities, or decide which claim repeats the other (counts = no)."),
                      FILE, row, "token", later)


def _counts_twice(one: Record, other: Record, counting: str) -> bool:
    if counting == "once":
        # Running totals of one activity name the same people again and again, rightly.
        running = one.text("basis") == other.text("basis") == "to-date" and one.get("activity") == other.get("activity")
        return not running
    overlap = one.text("start") <= other.text("end") and other.text("start") <= one.text("end")
    return counting == "stock" and one.get("activity") != other.get("activity") and overlap


def _without_tokens(finding: Finding) -> Finding:
    """The reader's finding without what stands in the row, which may be a token."""
    return replace(
        finding,
        message=told("the row cannot be read, or stands twice.") if finding.row else finding.message,
        mend=told("Look at the row in the private file. {mend}", mend=finding.mend)
        if finding.code != "HEADING-UNKNOWN"
        else finding.mend,
        subject="",
    )
