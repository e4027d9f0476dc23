"""How the tables of the ledger, their columns and what stands in them are named to people."""

from collections.abc import Iterable, Mapping
from decimal import Decimal

from django.utils.translation import gettext

from commonweal.basics.numbers import pounds, shorten
from commonweal.basics.tables import Column, Kind, Record, See, Table, Value
from commonweal.report.words import CATALOGUE, amount, plural, shown
from commonweal.web.config.pages import capital, day, percent
from commonweal.web.register.particulars import PARTICULARS

# Which group of the report's catalogue names the choices of a column: by table and column, or by column alone.
_GROUPS: Mapping[str, str] = {
    "activities.kind": "activity_kind", "activities.state": "activity_state", "places.kind": "place_kind",
    "parties.part": "party", "commitments.stage": "status", "deliveries.state": "claim_state",
    "remedies.state": "remedy_state", "promises.state": "pledge_state", "promises.horizon": "horizon",
    "priorities.state": "pledge_state", "priorities.kind": "priority_kind", "adjustments.kind": "reduction",
    "guidance.state": "guidance_state", "guidance.audience": "audience", "calendar.step": "step",
    "policies.kind": "policy_kind", "objectives.kind": "objective_kind", "role": "role", "period_kind": "period_kind",
    "bound": "bound", "value_bound": "bound", "person_stage": "stage", "stage": "stage",
    "share_or_change": "share_or_change", "counting": "counting",
}
# What the catalogue does not name.
_WORDS: Mapping[str, str] = {
    "even": "evenly, day by day", "end": "all at the end", "milestones": "by milestones",
    "increment": "done in that time", "to-date": "running total at its end", "withdrawn": "Withdrawn",
    "exact": "exactly", "up-to": "up to", "not-applicable": "does not apply", "query": "question asked",
    "verify": "checked", "reject": "not accepted", "convening": "working with partners",
}
_LABELS: Mapping[str, str] = {
    "act_2012": "Covered by the Public Services (Social Value) Act 2012", "part_of": "Part of",
    "other_roles": "Other roles it is named in", "other_places": "Further places", "start": "First day",
    "end": "Last day", "state": "Where it stands", "kind": "What sort", "succeeded_by": "Passed on to",
    "value": "Worth over its life", "value_bound": "How exact that is", "bound": "How exact that is",
    "awarded": "Day of the award", "includes_social_value": "Did the award include social value?",
    "weighting": "Weight of social value in the award", "exemption": "Why no social value was asked for",
    "owner": "Office that answers for it", "source": "Where this stands", "note": "Note for readers",
    "internal_note": "Note for colleagues", "vcse": "Voluntary, community or social enterprise?",
    "same_as": "The same as", "code": "Official code", "tile_row": "Row on the tile map",
    "tile_column": "Column on the tile map", "page": "May the report tell of it by itself?", "parent": "Lies in",
    "under": "Works under", "from": "First day of its part", "to": "Last day of its part",
    "share": "Share of the results", "part": "What it does there", "activity": "Contract or project",
    "measure": "Measure", "measures": "Measures", "stage": "Status", "quantity": "How much", "due": "Due by",
    "profile": "How it falls due", "period_kind": "Kind of period", "in_force_from": "Takes force on",
    "follows": "Follows", "baseline": "Level before", "baseline_note": "What that level is",
    "assumption": "What a possible figure assumes", "person_stage": "How far people shall come",
    "alternative_to": "Another way of counting", "commitment": "What was promised", "title": "Title",
    "reduction": "Share taken off", "reason": "Why", "on": "Day", "finding": "Name of the gap",
    "by": "Office that declares it", "approved_text": "How the source dates it", "due_text": "How the source dates it",
    "horizon": "By when, roughly", "test": "What will show it", "answered_by": "Answered by",
    "carried_from": "Carried forward from", "outcome": "What came of it", "held": "Level held",
    "aimed": "Level aimed for", "ladder": "All levels, lowest first", "review": "Due for review",
    "place": "Where", "organisation": "Organisation", "done": "Done on", "period": "Reporting period",
    "area": "Priority area", "policy": "Policy", "reported_by": "Reported by", "reported_on": "Reported on",
    "confirmed_by": "Confirmed by", "counts": "Enters totals", "repeats": "Repeats",
    "event_share": "Share of the event",
    "why_not_counted": "Why it is not counted", "delivery": "What was done", "sha256": "Fingerprint",
    "decision": "Check", "maker": "Reported by", "basis": "How it is counted", "id": "Id",
    "opportunity": "Lot or funding call", "company_number": "Company number",
    "identifiers": "Ids in registers and portals", "decile": "Tenth of deprivation", "buyer": "Who buys or funds",
    "process": "Id of the whole procurement",
    "published": "Latest notice", "closes": "Last day for bids", "suits_sme": "Said to suit small and medium firms?",
    "suits_vcse": "Said to suit charities and social enterprises?", "asks_social_value": "Is social value asked for?",
    "social_value_text": "What is said of it", "weight": "Weight", "weight_text": "Weight as printed",
    "social_value": "Is it about social value?", "target": "Standard to be met", "result": "What was reached",
    "rating": "Rating",
}


def label(table: Table, column: Column) -> str:
    """What a column is called on a page."""
    if table.name == "remedies" and column.name == "title":
        return gettext("What was done about it")
    if table.name == "deliveries" and column.name == "stage":
        return gettext("How far people had come")
    return gettext(_LABELS.get(column.name) or column.name.replace("_", " ").capitalize())


# The declaration speaks of rows as the files do; on a page they have the words of the glossary.
_PLAIN = (("activity's", "contract's or project's"), ("activities", "contracts and projects"),
          ("activity", "contract or project"), ("Potential, offered, committed or withdrawn.", ""),
          ("a book", "a set of records"),
          ("For a potential figure: what it assumes (take-up, headcount)", "Take-up or headcount, for example"),
          ("commitment", "promise"),
          ("the prime that", "the main contractor that"), ("The delivery", "What was done"),
          ("The book", "Your records"),
          ("in another book, as book:id", "in the records of another organisation, as its id and the id there, with a "
           "colon between"), ("the body", "your organisation"), ("as 'commonweal check' prints it: CODE:row", "as it "
           "stands on the page of records to fix"))


def plain(text: str) -> str:
    """A sentence of the declaration or of a check, with the words of the code in the words of the glossary."""
    for word, instead in _PLAIN:
        text = text.replace(word, instead).replace(word.capitalize(), capital(instead))
    return text


def hint(table: Table, column: Column) -> str:
    """What a column means, and that it is for colleagues only where it is; nothing where its label says as much.

    >>> from commonweal.ledger.tables import ACTIVITIES, PARTIES
    >>> hint(ACTIVITIES, ACTIVITIES.column("part_of")), hint(PARTIES, PARTIES.column("part"))
    ('The contract or project that this one is a part of.', '')
    """
    meaning = plain(gettext(column.meaning))
    if meaning.removeprefix("The ").rstrip(".").lower() == label(table, column).lower():
        meaning = ""
    if column.see is See.INTERNAL and "colleagues" not in meaning:
        meaning = f"{meaning} {gettext('For colleagues only; never published.')}"
    return meaning


def choice(table: str, column: str, word: str) -> str:
    """A word that the files have, as people read it.

    >>> choice("activities", "state", "in-progress"), choice("parties", "part", "prime"), choice("", "profile", "end")
    ('under way', 'main contractor', 'all at the end')
    """
    group = CATALOGUE.get(_GROUPS.get(f"{table}.{column}") or _GROUPS.get(column, ""), {})
    return str(group.get(word, "")) or gettext(_WORDS.get(word, word.replace("-", " ")))


def choices(table: str, column: str, words: Iterable[str]) -> list[tuple[str, str]]:
    """Words that the files have, each with how people read it, as a form offers them."""
    return [(word, capital(choice(table, column, word))) for word in words]


def in_words(table: Table, column: Column, value: Value) -> str:
    """What stands in a column, as people read it; a dash where it is blank."""
    if value is None or value == "":
        return "–"
    if column.kind is Kind.CHOICE:
        return choice(table.name, column.name, str(value))
    if isinstance(value, bool):
        return gettext("Yes") if value else gettext("No")
    if column.kind is Kind.DATE:
        return day(value)
    if column.kind is Kind.MONEY:
        return pounds(value)
    if isinstance(value, Decimal):
        return percent(value) if column.kind is Kind.SHARE else shorten(value)
    if isinstance(value, tuple):
        return ", ".join(shown("role", word) if column.name == "other_roles" else word for word in value)
    return str(value)


def measured(number: Decimal | None, unit: str) -> str:
    """A quantity with its unit, as people read it; a dash where there is none.

    >>> measured(Decimal("6.0000"), "person"), measured(Decimal("1250.5"), "£"), measured(None, "hour")
    ('6 people', '£1,250.50', '–')
    """
    if number is None:
        return "–"
    said = amount(number, unit)
    return said if unit in ("%", "year") or unit.startswith("£") else f"{said} {plural(unit, number)}".strip()


# What names a row, in this order: words of its own, what it is about, or its kind and its day.
_OWN_WORDS = ("title", "name", "scheme", "step", "finding", "what")
_ABOUT = (("organisation", "organisations"), ("measure", "measures"))
_SORT_AND_DAY = (("kind", "dated"), ("decision", "on"), ("due", "commitment"))


def name_of(record: Record, named: Mapping[tuple[str, str], str] | None = None) -> str:
    """What a row is called where it is listed or linked to; `named` holds what the rows are called that it names."""
    table = record.table
    for name in _OWN_WORDS:
        if name in table.names and record.text(name):
            return in_words(table, table.column(name), record.get(name))
    for name, target in _ABOUT:
        if name in table.names and record.text(name):
            return (named or {}).get((target, record.text(name)), record.text(name))
    for first, second in _SORT_AND_DAY:
        if first in table.names and second in table.names:
            return capital(", ".join(in_words(table, table.column(name), record.get(name)) for name in (first, second)))
    return record.key


def table_word(table: str) -> str:
    """What the rows of a table are called."""
    if table in PARTICULARS:
        return gettext(PARTICULARS[table].many)
    return {"deliveries": gettext("What was done"), "evidence": gettext("Evidence"), "reviews": gettext("Checks")}.get(
        table) or gettext(table.replace("_", " ").capitalize())


def state_of_import(state: str) -> str:
    """What became of a file that was brought, or of a matching."""
    return {
        "waiting": gettext("Being looked through"), "needs-map": gettext("Needs a column map"),
        "looked-through": gettext("Waits for you to agree"),
        "refused": gettext("Not taken"), "agreed": gettext("Being written"), "in": gettext("In your records"),
        "taken-back": gettext("Taken back")}[state]
