"""A pledge of the body should say who answers for it, by when, and what will show that it is kept.

Otherwise next year's report cannot say whether it was. A date in words ("by the next report") is printed, and is no
date. Missing values: never skipped, because what is missing is what this rule looks for.
"""

from collections.abc import Iterator

from commonweal.basics.findings import Finding, Severity
from commonweal.basics.tables import Record
from commonweal.basics.told import Told, listed, told
from commonweal.ledger.book import Book
from commonweal.ledger.checks.rule import Missing, about

CODE = "PROMISE-INCOMPLETE"
SEVERITY = Severity.GAP
MISSING = Missing.NEVER_SKIP


def check(book: Book) -> Iterator[Finding]:
    """A gap for each pledge, naming all that it lacks."""
    for row in book.rows("promises"):
        lacking = what_is_lacking(row)
        if lacking:
            message = told("the pledge has {lacking}.", lacking=lacking)
            if row.text("due_text") and not row.get("due"):
                message = told("{message} The source dates it in words only: {due_text}.", message=message,
                               due_text=row.text("due_text"))
            yield about(row, "", CODE, SEVERITY, message,
                        told("Fill it in if it is known, or declare the gap."))


def what_is_lacking(row: Record) -> Told | None:
    """Which of owner, due date and test are blank, as words: "no owner and no test"; None where none is."""
    names = {"owner": told("no owner"), "due": told("no due date"), "test": told("no test")}
    lacking = [words for name, words in names.items() if row.get(name) is None]
    if len(lacking) > 1:
        return told("{first} and {last}", first=listed(lacking[:-1]), last=lacking[-1])
    return lacking[0] if lacking else None
