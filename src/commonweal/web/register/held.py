"""What was held about a contract or project, or an organisation, on a day: one file for a request for information.

Personal columns, columns for colleagues only and rows that are not settled are removed, and a schedule says what was
removed and why. What everybody may see is decided by the rules of the published report, and by no others.
"""

import io
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext

from commonweal.basics.csv_files import write_records, write_rows
from commonweal.basics.findings import Refused
from commonweal.basics.tables import Record, See
from commonweal.ledger.asking import DELIVERS
from commonweal.ledger.tables import BOOK_TABLES, BY_NAME
from commonweal.report.words import in_words
from commonweal.snapshot.public import public_columns, public_rows
from commonweal.web.people.models import Body
from commonweal.web.register.earlier import Earlier
from commonweal.web.register.packing import write_archive
from commonweal.web.register.reading import NOTHING, book
from commonweal.web.register.references import ABOUT, targets

# Rows that the others name, without which they could not be read.
_NAMED = ("organisations", "places", "opportunities")
_WHY_COLUMN: Mapping[See, str] = {
    See.PERSONAL: "Personal data: it may tell who somebody is (Freedom of Information Act 2000, section 40).",
    See.INTERNAL: "For the body's own staff; it may be commercially confidential (Freedom of Information Act 2000, "
                  "section 43, or section 36).",
}
_NOT_SETTLED = ("Not settled on that day: not yet sent, asked about or not accepted, of a span that was not over, or "
                "counting people by a protected characteristic.")
_WHY_ROW: Mapping[str, str] = {
    "deliveries": _NOT_SETTLED, "evidence": _NOT_SETTLED, "reviews": _NOT_SETTLED,
    "commitments": "An offer that could still lose: commercially confidential (section 43).",
    "milestones": "Part of an offer that could still lose: commercially confidential (section 43).",
    "payments": "Each may name a person (section 40). What was paid is published as sums.",
}
# What is no row of a table, and is never in the file.
_ELSEWHERE: tuple[tuple[str, str], ...] = (
    ("Stories and chapters of the report", "They tell of people. Those who agreed stand in the published report."),
    ("Evidence files", "Others sent them in, and they may name people. Whoever answers asks for each by its "
                       "fingerprint in evidence.csv."),
    ("Answers that a supplier had not sent yet", "They were the supplier's draft, and no record of the body."),
    ("Who changed what, and why", "The audit trail names people and holds their reasons (section 40)."),
)
_SCHEDULE = ("table", "column", "removed", "why")


@dataclass
class Held:
    """What was held: rows by table, what was removed of them, and rows whose history is not whole."""

    body: Body
    on: date
    about: str
    tables: dict[str, list[Record]]
    removed: list[tuple[str, str, int, str]] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)

    @property
    def rows(self) -> int:
        """How many rows there are in all."""
        return sum(len(rows) for rows in self.tables.values())


def held_about(body: Body, on: date, *, activity: str = "", organisation: str = "") -> Held:
    """What was held at the end of a day about one contract or project, or about one organisation.

    Refused where nothing of that id was held then.
    """
    earlier = Earlier(body, on)
    table, key = ("activities", activity) if activity else ("organisations", organisation)
    if not earlier.rows(table, id=[key]):
        raise Refused(gettext(
            "Nothing was held on %(day)s under the id '%(key)s'. Look the id up in the register: it stands in the "
            "address of its page.") % {"day": in_words(on), "key": key})
    rows = _of_activity(earlier, activity) if activity else _of_organisation(earlier, organisation)
    found = Held(body, on, f"{table}/{key}", {}, doubts=earlier.doubts)
    _remove(found, rows, earlier)
    _add_named(found, earlier)
    return found


def _of_activity(earlier: Earlier, key: str) -> dict[str, list[Record]]:
    """The contract or project, all that names it, and what these rows have under them."""
    rows = {"activities": earlier.rows("activities", id=[key])}
    rows |= {table.name: earlier.rows(table.name, activity=[key]) for table in BOOK_TABLES if "activity" in table.names}
    return rows | _under(earlier, rows)


def _of_organisation(earlier: Earlier, key: str) -> dict[str, list[Record]]:
    """The organisation, all that names it, the contracts that it delivers with their promises, and its own claims."""
    rows: dict[str, list[Record]] = {"organisations": earlier.rows("organisations", id=[key])}
    for table in BOOK_TABLES:
        found = {row.key: row for column in table.columns if column.refers_to == "organisations"
                 for row in earlier.rows(table.name, **{column.name: [key]})}
        if found:
            rows[table.name] = sorted(found.values(), key=lambda row: row.key)
    delivers = {row.text("activity") for row in rows.get("parties", ())
                if row.text("organisation") == key and row.text("part") in DELIVERS}
    takes_part = {row.text("activity") for row in rows.get("parties", ())}
    rows["activities"] = earlier.rows("activities", id=takes_part)
    rows["commitments"] = earlier.rows("commitments", activity=delivers)
    return rows | _under(earlier, rows)


def _under(earlier: Earlier, rows: Mapping[str, Iterable[Record]]) -> dict[str, list[Record]]:
    """Milestones of the promises, evidence and checks of what was done."""
    above = {table: BY_NAME[table].column(column).refers_to for table, column in ABOUT.items()}
    return {table: earlier.rows(table, **{column: _keys(rows.get(above[table], ()))})
            for table, column in ABOUT.items()}


def _keys(rows: Iterable[Record]) -> Collection[str]:
    return {row.key for row in rows}


def _remove(found: Held, rows: Mapping[str, list[Record]], earlier: Earlier) -> None:
    """Keep what everybody may see, and note in the schedule what else there was."""
    whole = book(found.body, {**NOTHING, **{name: tuple(listed) for name, listed in rows.items()},
                              "commitments": tuple(_whole_chains(earlier, rows.get("commitments", ())))})
    may_be_shown = public_rows(whole, found.on)
    for name, listed in rows.items():
        keep = may_be_shown.get(name, lambda row: True)
        shown = [row for row in listed if keep(row)]
        if len(shown) < len(listed):
            found.removed.append((name, "", len(listed) - len(shown), _WHY_ROW[name]))
        _show(found, name, shown)


def _show(found: Held, name: str, rows: list[Record]) -> None:
    """Put rows into the file with the columns that everybody may see."""
    public, whole = public_columns(BY_NAME[name]), BY_NAME[name].columns
    for column in whole:
        if column.see is not See.PUBLIC and (filled := sum(row.get(column.name) is not None for row in rows)):
            found.removed.append((name, column.name, filled, _WHY_COLUMN[column.see]))
    shown = [Record(public, {each: row.get(each) for each in public.names}) for row in rows]
    if shown:
        found.tables[name] = sorted([*found.tables.get(name, ()), *shown], key=lambda row: row.key)


def _add_named(found: Held, earlier: Earlier) -> None:
    """Add the rows that those in the file name, and without which they could not be read."""
    named: dict[str, set[str]] = {table: set() for table in _NAMED}
    for row in [row for rows in found.tables.values() for row in rows]:
        for table, keys in targets(row).items():
            if table in named:
                named[table] |= keys
    for table, keys in named.items():
        there = {row.key for row in found.tables.get(table, ())}
        _show(found, table, [row for row in earlier.rows(table, id=keys) if row.key not in there])


def _whole_chains(earlier: Earlier, commitments: Iterable[Record]) -> list[Record]:
    """Promises with the rows that they follow, so that each is known by its beginning."""
    held = {row.key: row for row in commitments}
    missing = {row.text("follows") for row in held.values()} - held.keys() - {""}
    while missing:
        more = earlier.rows("commitments", id=missing)
        held |= {row.key: row for row in more}
        missing = {row.text("follows") for row in more} - held.keys() - {""}
    return list(held.values())


def file_of(found: Held) -> bytes:
    """The file: a table each, the schedule of what was removed, and a page that says what all this is."""
    into = io.BytesIO()
    tables = {f"{name}.csv": write_records(public_columns(BY_NAME[name]), rows)
              for name, rows in found.tables.items()}
    schedule = write_rows(_SCHEDULE, (
        *([table, column, str(number), why] for table, column, number, why in found.removed),
        *([what, "", "all", why] for what, why in _ELSEWHERE)))
    files = {"about.txt": about(found), "schedule.csv": schedule, **tables}
    write_archive(into, ((name, text.encode()) for name, text in files.items()))
    return into.getvalue()


def about(found: Held) -> str:
    """What stands in the file, for whoever opens it."""
    lines = [
        f"What {found.body.name} held about {found.about} at the end of {in_words(found.on)}",
        "",
        f"{found.rows} rows in {len(found.tables)} tables, as they stood then, rebuilt from the audit trail.",
        "schedule.csv lists what was removed, how often, and why.",
        "Sections are those of the Freedom of Information Act 2000. Whether one of them applies, and what the public",
        "interest asks for, is decided by a person. Columns of words can say anything: read them before you give this",
        "file away.",
    ]
    if found.doubts:
        lines += ["", "These rows say something else now than the audit trail says was written last, so what stands "
                      "here of them may be wrong:", *(f"- {row}" for row in sorted(set(found.doubts)))]
    return "\n".join(lines) + "\n"
