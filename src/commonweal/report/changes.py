"""What a release changes: its figures against those of the release before, each with the correction that says why."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from commonweal.basics.findings import Finding, Severity
from commonweal.basics.tables import Column, Kind, Record, Table
from commonweal.basics.told import Told, told
from commonweal.indicators.figure import FIGURES
from commonweal.ledger.book import Book

CHANGES = Table("changes", "one figure that a release prints otherwise than the release before it", (
    Column("release", Kind.COUNT, "The release that changed it.", required=True),
    Column("figure", Kind.ID, "The figure's id.", required=True),
    Column("title", Kind.TEXT, "What it is, in words.", required=True),
    Column("unit", Kind.TEXT, "Of what."),
    Column("before", Kind.PRINTED, "The number in the release before; blank where it had none."),
    Column("after", Kind.PRINTED, "The number in this release; blank where it has none."),
    Column("differs", Kind.IDS, "The columns of figures.csv that differ."),
    Column("came", Kind.CHOICE, "Whether the figure is changed, new or gone.", required=True,
           choices=("changed", "new", "gone")),
    Column("corrections", Kind.IDS, "The rows of corrections.csv that say why."),
), key=("release", "figure"))

# Wording may be bettered without a correction: what stands in these columns is no number and decides none.
_WORDS = frozenset({"title", "note"})
_COMPARED = tuple(name for name in FIGURES.names if name not in _WORDS)
FILE = "corrections.csv"


def changes_between(
    before: Mapping[str, Record], after: Mapping[str, Record], release: int, corrections: Collection[Record]
) -> Iterator[Record]:
    """Every figure that is another than in the release before, new or gone, with the corrections that name it.

    `before` and `after` are rows of figures.csv by id; only the corrections of this release explain anything.
    """
    rows = corrections_of(corrections, release)
    for name in sorted(before.keys() | after.keys()):
        old, new = before.get(name), after.get(name)
        differs = tuple(each for each in _COMPARED if _text(old, each) != _text(new, each))
        if not differs:
            continue
        row = new or before[name]
        yield Record(CHANGES, {
            "release": release,
            "figure": name,
            "title": row.text("title"),
            "unit": row.text("unit") or None,
            "before": _text(old, "value") or None,
            "after": _text(new, "value") or None,
            "differs": differs if old and new else None,
            "came": "changed" if old and new else "new" if new else "gone",
            "corrections": tuple(each.key for each in rows if any(covers(entry, name) for entry in each.ids("figures")))
            or None,
        })


def corrections_in(book: Book) -> list[Record]:
    """The corrections of the report of a book's reporting period; the others are of reports of earlier periods."""
    return [row for row in book.rows("corrections") if row.text("period") in ("", book.settings.period.id)]


def corrections_of(corrections: Iterable[Record], release: int) -> list[Record]:
    """The corrections of a report that belong to one release."""
    return [row for row in corrections if row.count("release") == release]


def covers(entry: str, figure: str) -> bool:
    """Whether an entry of a correction names a figure: its id, or the beginning of its id up to a point.

    >>> covers("value.verified", "value.verified.2024-25.economic"), covers("value.verified", "value.verified-net")
    (True, False)
    """
    return figure == entry or figure.startswith(f"{entry}.")


def unexplained(changes: Sequence[Record], corrections: Collection[Record], release: int) -> Iterator[Finding]:
    """What is wrong between what a release changes and what its corrections say: each must answer the other."""
    for change in changes:
        if change.count("release") == release and not change.ids("corrections"):
            yield _stop("RELEASE-UNEXPLAINED",
                        told("the figure {figure} {change} and no correction of release {release} names it.",
                             figure=change.text("figure"), change=_how(change), release=release),
                        told("Name it under 'figures' in a row of {file}, or find out why it changed.", file=FILE),
                        change.text("figure"))
    changed = [change.text("figure") for change in changes if change.count("release") == release]
    for row in corrections_of(corrections, release):
        for entry in row.ids("figures"):
            if not any(covers(entry, figure) for figure in changed):
                yield _stop("CORRECTION-EXPLAINS-NOTHING",
                            told("the correction says that {entry} changed, and it did not.", entry=entry),
                            told("Take it out of 'figures', or correct the records so that it does."), row.key, row.row,
                            "figures")


def _how(change: Record) -> str:
    if change.text("came") != "changed":
        return f"is {change.text('came')}"
    before, after = change.text("before") or "blank", change.text("after") or "blank"
    return f"was {before} and is {after}" if before != after else f"differs in {', '.join(change.ids('differs'))}"


def out_of_order(book: Book, release: int) -> Iterator[Finding]:
    """Every release from the second to this one has its corrections, none beyond it has, and they follow in time.

    So it is of the report of the book's reporting period; every other correction names another period of the book.
    """
    corrections, periods = corrections_in(book), {period.id for period in book.settings.periods}
    for row in book.rows("corrections"):
        if row.text("period") and row.text("period") not in periods:
            yield _stop("CORRECTION-PERIOD",
                        told("the correction is of the report of '{period}', which is no period of this book.",
                             period=row.text("period")),
                        told("Write the id of a period as book.toml gives it, and leave earlier periods there."),
                        row.key, row.row, "period")
    for number in range(2, release + 1):
        if not corrections_of(corrections, number):
            yield _stop("RELEASE-WITHOUT-CORRECTION",
                        told("no correction says what release {number} puts right.", number=number),
                        told("Add a row to {file}: the release, the day, what changed and why.", file=FILE),
                        str(number))
    latest = None
    for row in sorted(corrections, key=lambda row: (row.count("release") or 0, row.row)):
        number, day = row.count("release") or 0, row.day("date")
        if not 2 <= number <= release:
            yield _stop("CORRECTION-RELEASE",
                        told("the correction belongs to release {number}, and this is release {release}.",
                             number=number, release=release),
                        told("Build the report with the number of its latest release (--release). If it is of the "
                             "report of an earlier period, say so under 'period'."), row.key, row.row, "release")
        elif latest and day and day < latest:
            yield _stop("CORRECTION-RELEASE",
                        told("release {number} is dated {day}, before one of an earlier release.", number=number,
                             day=day), told("Correct the day or the number."), row.key,
                        row.row, "date")
        latest = day if latest is None or (day and day > latest) else latest


def _text(row: Record | None, column: str) -> str:
    return row.text(column) if row else ""


def _stop(code: str, message: Told, mend: Told, subject: str, row: int | None = None, column: str = "") -> Finding:
    return Finding(code, Severity.STOP, message, mend, FILE, row, column, subject)
