"""One office prepares a release, another one approves it: nobody passes their own work.

Only book.toml is looked at, under [release]. Missing values: a book that names neither is skipped, because it is not
being released yet; one that names only one of the two is not.
"""

from collections.abc import Iterator

from commonweal.basics.findings import Finding, Severity
from commonweal.basics.told import told
from commonweal.ledger.book import Book
from commonweal.ledger.checks.rule import Missing

CODE = "RELEASE-SAME-HANDS"
SEVERITY = Severity.ERROR
MISSING = Missing.SKIP_IF_ALL


def check(book: Book) -> Iterator[Finding]:
    """An error where the release is prepared and approved by one office, or where one of the two is not named."""
    release = book.settings.release
    prepared, approved = (" ".join(name.split()).casefold() for name in (release.prepared_by, release.approved_by))
    if prepared == approved == "":
        return
    if not prepared or not approved:
        message = (told("nobody is named who approves the release.") if prepared else
                   told("nobody is named who prepares the release."))
    elif prepared == approved:
        message = told("'{office}' prepares the release and approves it too.", office=release.approved_by)
    else:
        return
    yield Finding(CODE, SEVERITY, message, told("Name two different offices under [release]."), "book.toml", None,
                  "prepared_by" if not prepared else "approved_by", "release")
