"""A pledge of the body should say who answers for it, by when, and what will show that it is kept.

Otherwise next year's report cannot say whether it was. A date in words ("by the next report") is printed, and is no
date. Missing values: never skipped, because what is missing is what this rule looks for.
"""

from collections.abc import Iterator

from commonweal.basics.findings import Finding, Severity
from commonweal.basics.tables import Record
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
            words = (
                f" The source dates it in words only: {row.text('due_text')}."
                if row.text("due_text") and not row.get("due")
                else ""
            )
            yield about(
                row,
                "",
                CODE,
                SEVERITY,
                f"the pledge has {lacking}.{words}",
                "Fill it in if it is known, or declare the gap.",
            )


def what_is_lacking(row: Record) -> str:
    """Which of owner, due date and test are blank, as words: "no owner and no test"; empty where none is."""
    names = {"owner": "owner", "due": "due date", "test": "test"}
    lacking = [f"no {shown}" for name, shown in names.items() if row.get(name) is None]
    return " and ".join([", ".join(lacking[:-1]), lacking[-1]]) if len(lacking) > 1 else "".join(lacking)
