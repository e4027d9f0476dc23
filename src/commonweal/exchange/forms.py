"""Every form in which records go out: what it is called, what it is, who uses it, and the function that makes it.

The words stand here once: the command line prints them, and the site asks its catalogue for them.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, TypeVar

from commonweal.basics.findings import Refused
from commonweal.basics.told import told

if TYPE_CHECKING:
    from commonweal.ledger.book import Book

Named = TypeVar("Named")


@dataclass(frozen=True)
class Form:
    """One form: its words, the ending of its file's name, and what makes a book the bytes of that file.

    `depart` raises Refused where the form cannot hold the book. `for_everyone` says that nothing is in it but what
    everyone may see.
    """

    title: str
    what: str
    who: str
    suffix: str
    depart: Callable[["Book"], bytes]
    for_everyone: bool = False


def _by(module: str, function: str = "depart") -> Callable[["Book"], bytes]:
    """A function of a module of this room, imported when it is needed: some stand on large libraries."""
    def depart(book: "Book") -> bytes:
        made: bytes = getattr(import_module(f"commonweal.exchange.{module}"), function)(book)
        return made
    return depart


# In the order in which a person looks through them: what everyone may see first.
FORMS: Mapping[str, Form] = {
    "register": Form(
        "Contract register",
        "Your own contracts, a row a supplier, in the layout of the Local Government Transparency Code 2015.",
        "Your website, and whoever asks for the register.", "csv", _by("register_out"), for_everyone=True),
    "ocds": Form(
        "Notices of contracts (OCDS)",
        "Every contract and lot with what was promised and done, in the Open Contracting Data Standard.",
        "Procurement portals, researchers and other software.", "json", _by("ocds.write"), for_everyone=True),
    "tables": Form(
        "Tables and figures",
        "Every table with the rows and columns that everyone may see, the figures, and what each column means.",
        "Researchers, journalists and open data portals.", "zip", _by("tables_out"), for_everyone=True),
    "impact-standard": Form(
        "Linked data (Common Impact Data Standard)",
        "Contracts and projects, themes, outcomes, measures and figures as linked data.",
        "Funders and networks that compare impact.", "jsonld", _by("impact"), for_everyone=True),
    "workbook": Form(
        "A workbook of everything",
        "All records, a sheet a table, with what each column means. It can be brought in again. Pictures and "
        "boundaries are not in it.",
        "Colleagues who work in a spreadsheet program.", "xlsx", _by("workbooks.whole")),
    "tables-whole": Form(
        "Tables and figures, with every row and column",
        "The same as tables and figures, and also what only colleagues may see, payments and personal data among it.",
        "Colleagues, and moving to other software.", "zip", _by("tables_out", "depart_whole")),
    "ocds-whole": Form(
        "Notices of contracts (OCDS), with every row and column",
        "The same as the notices, and also what is not settled or for colleagues only.",
        "Colleagues, and moving to other software.", "json", _by("ocds.write", "depart_whole")),
    "contracts-without-social-value": Form(
        "Contracts without social value",
        "Contracts above your threshold of which no social value is recorded, the largest first.",
        "You, to go through it with contract managers.", "csv", _by("unrecorded")),
    "payment-differences": Form(
        "Payments beside results",
        "For each contract what its own prices make of its results, what was paid, and why the two differ.",
        "You and finance. A difference is a question to ask, and is not published.", "csv", _by("paid")),
}


def form(name: str) -> Form:
    """The form of that name. Raises Refused, with the names that there are."""
    return named(FORMS, name, "form")


def named(listed: Mapping[str, Named], name: str, what: str) -> Named:
    """What has that name in a list of doors or forms. Raises Refused, with the names that there are."""
    if name not in listed:
        raise Refused(told("There is no {sort} '{name}'. There is: {listed}.", sort=what, name=name,
                           listed=", ".join(sorted(listed))))
    return listed[name]
