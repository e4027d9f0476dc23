"""The sheets of a returns workbook, and the writing of one: only what was promised, with its rules and last answers."""

from collections.abc import Mapping

from commonweal.basics.tables import Column, Kind, Table, Value
from commonweal.exchange.workbooks.asked import Asked, Line
from commonweal.exchange.workbooks.guides import guide_of_return
from commonweal.exchange.workbooks.tabs import Filled, Tab
from commonweal.exchange.workbooks.writing import records_of, write_workbook
from commonweal.ledger.tables import DELIVERIES

LINE = Column("line", Kind.ID, "The row's own name, by which the answer is found. Leave it.", required=True)
SAVED = Column("saved", Kind.COUNT, "How often it was saved when this file was made. Leave it.")
PLACE, BASIS = "place", "basis"
_INPUTS = (
    Column("quantity", Kind.QUANTITY, "How many or how much, in the unit; for yes or no, 1 is yes and 0 is no.",
           negative=True),
    Column(BASIS, Kind.CHOICE, "increment: done in this period; to-date: the total so far, since the start. Blank is "
           "increment.", choices=DELIVERIES.column(BASIS).choices),
    Column(PLACE, Kind.TEXT, "Where it landed; blank is the whole area."),
    Column("numerator", Kind.QUANTITY, "Only for a rate: of how many, the part."),
    Column("denominator", Kind.QUANTITY, "Only for a rate: out of how many in all."),
    Column("start", Kind.DATE, "First day, if not the whole period."),
    Column("end", Kind.DATE, "Last day, if not the whole period."),
    Column("event", Kind.ID, "For an event shared with others: a short name, the same for all who took part."),
    Column("event_share", Kind.SHARE, "Your share of that event: one half is 0.5."),
    Column("note", Kind.TEXT, "Anything a reader should know; it is printed. Do not name people."),
)
NOTHING = Column("nothing_to_report", Kind.YES_NO, "Yes, if nothing was done of this in the period.")
_SHOWN = (
    Column("contract", Kind.TEXT, "The contract or project."),
    Column("measure", Kind.TEXT, "What was promised."),
    Column("unit", Kind.TEXT, "Of what."),
    Column("who_counts", Kind.TEXT, "Whose hours, jobs or gifts count, and whose do not."),
    Column("counting_rule", Kind.TEXT, "How one unit is counted."),
    Column("evidence", Kind.TEXT, "What shows that it was done."),
    Column("promised", Kind.QUANTITY, "How much was promised in all.", negative=True),
    Column("due", Kind.DATE, "The day by which all of it is due."),
    Column("last_answer", Kind.QUANTITY, "What was said last time.", negative=True),
    Column("last_until", Kind.DATE, "The last day that it was about."),
)
_STANDS = Column("where_it_stands", Kind.TEXT, "Whether it was sent, asked about or checked.")
ANSWERS = Tab(Table("answers", "one thing that was promised", (*_SHOWN, NOTHING, *_INPUTS, _STANDS, SAVED, LINE),
                    key=(LINE.name,)), open=frozenset({NOTHING.name, *(column.name for column in _INPUTS)}),
              shown=frozenset(column.name for column in (*_SHOWN, _STANDS)), grows=False, fixed=2)
ADDED = Tab(Table("added", "something that was done and never promised; it is kept apart", (
    Column("contract", Kind.TEXT, "The contract or project it was done in."),
    Column("measure", Kind.TEXT, "What was done."),
    *_INPUTS, SAVED, LINE,
), key=(LINE.name,)), open=frozenset({"contract", "measure", *(column.name for column in _INPUTS)}), grows=False,
    fixed=2)
ABOUT = Tab(Table("about", "a fact about this return; leave it as it is", (
    Column("fact", Kind.TEXT, "Which.", required=True), Column("value", Kind.TEXT, "What it is."))), open=frozenset())
TABS = (ANSWERS, ADDED, ABOUT)
# Rows in which something can be added.
_ROOM = 20


def write_return(asked: Asked) -> bytes:
    """The workbook to send to whoever is asked. The same state gives the same bytes."""
    measures = asked.measures
    rows: list[Mapping[str, Value]] = []
    for line in asked.lines:
        measure = measures.get(line.measure)
        rules = {name: measure.get(column) if measure else None for name, column in (
            ("unit", "unit"), ("who_counts", "who_counts"), ("counting_rule", "counting_rule"),
            ("evidence", "evidence_rule"))}
        rows.append({
            "line": line.key, "contract": asked.activities.get(line.activity, line.activity),
            "measure": measure.text("title") if measure else line.measure, "promised": line.promised, "due": line.due,
            "last_answer": line.last, "last_until": line.last_until, "where_it_stands": _stands(line),
            "saved": line.saved, **rules, **_typed(asked, line)})
    added: list[Mapping[str, Value]] = [
        {"line": line.key, "contract": called(line.activity, asked.activities),
         "measure": called(line.measure, titles(asked)), "saved": line.saved, **_typed(asked, line)}
        for line in asked.added]
    known = {line.key.rpartition(".")[2] for line in asked.added}
    free = (key for number in range(1, len(known) + _ROOM + 1) if (key := f"new-{number}") not in known)
    added += [{"line": key, "saved": 0} for key, _ in zip(free, range(_ROOM), strict=False)]
    places = [called(key, asked.places) for key in asked.places]
    facts = {"asked by": asked.by, "organisation": asked.organisation, "name": asked.name, "period": asked.span.key,
             "called": asked.span.label, "from": asked.span.start.isoformat(), "to": asked.span.end.isoformat()}
    return write_workbook(guide_of_return(asked), [
        Filled(ANSWERS, records_of(ANSWERS.table, rows), {PLACE: places}),
        Filled(ADDED, records_of(ADDED.table, added), {
            PLACE: places, "contract": [called(key, asked.activities) for key in asked.activities],
            "measure": sorted(called(key, titles(asked)) for key in asked.measures)}),
        Filled(ABOUT, records_of(ABOUT.table, [{"fact": name, "value": value} for name, value in facts.items()]))])


def _stands(line: Line) -> str | None:
    return f"{line.stands}. Closed: {line.closed}" if line.closed else line.stands or None


def _typed(asked: Asked, line: Line) -> dict[str, Value]:
    said = {column.name: line.said.get(column.name) for column in _INPUTS}
    said[PLACE] = called(str(said[PLACE]), asked.places) if said[PLACE] else None
    return said | ({NOTHING.name: True} if line.said.get("nothing") else {})


def titles(asked: Asked) -> dict[str, str]:
    """What each measure is called."""
    return {key: row.text("title") for key, row in asked.measures.items()}


def called(key: str, names: Mapping[str, str]) -> str:
    """What stands in a list for something: its name, with its short name behind it."""
    return f"{names[key]} ({key})" if names.get(key) else key


def meant(text: str, names: Mapping[str, str]) -> str | None:
    """The short name of what was chosen or typed; None where it is none of these, or could be two."""
    if text in names:
        return text
    found = [key for key, name in names.items() if text in (called(key, names), name)]
    return found[0] if len(found) == 1 else None
