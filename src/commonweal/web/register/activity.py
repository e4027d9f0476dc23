"""One contract or project: everything that the records hold of it, gathered for its page."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Q
from django.utils.translation import gettext

from commonweal.basics.tables import Record
from commonweal.ledger.chains import in_force, roots
from commonweal.ledger.checks.rule import measures_of
from commonweal.ledger.checks.unknown_reference import points_at
from commonweal.web.audit.actions import latest
from commonweal.web.people.models import Body, Person
from commonweal.web.register.models import ROWS
from commonweal.web.register.particulars import PARTICULARS
from commonweal.web.register.reading import framework_of, records
from commonweal.web.register.references import names
from commonweal.web.register.words import choice, in_words, label

CLAIMS_ON_A_PAGE, EVENTS = 25, 20


@dataclass(frozen=True)
class Chain:
    """One promise from its first row to its last, the row that is in force today, and its milestones."""

    steps: tuple[Record, ...]
    now: Record | None
    milestones: tuple[Record, ...]

    @property
    def last(self) -> Record:
        """The row that nothing follows."""
        return self.steps[-1]


@dataclass(frozen=True)
class Whole:
    """Everything of one contract or project, with `named`: what each id that stands in it is called."""

    row: Record
    parties: tuple[Record, ...]
    chains: tuple[Chain, ...]
    claims: Page
    checks: Mapping[str, list[Record]]
    evidence: Mapping[str, list[Record]]
    remedies: tuple[Record, ...]
    reductions: tuple[Record, ...]
    parts: tuple[Record, ...]
    came_from: tuple[Record, ...]
    events: list[dict[str, Any]]
    named: Mapping[tuple[str, str], str]
    units: Mapping[str, str]

    def called(self, table: str, key: str | None) -> str:
        """What a row is called; its id where there is no such row, a dash where there is none."""
        return self.named.get((table, key), key) if key else "–"

    def unit(self, row: Record) -> str:
        """The unit of a row's measure."""
        return self.units.get(row.text("measure"), "")


def whole(body: Body, row: Record, today: date, page: str | None) -> Whole:
    """Gather it, in a number of queries that does not depend on how much there is."""
    key = row.key
    promised = records(body, "commitments", activity=key)
    chains = _chains(promised, records(body, "milestones", commitment__in=[found.key for found in promised]), today)
    columns = ROWS["deliveries"].objects.filter(body=body, activity=key).order_by("-end", "-start", "key")
    claims = Paginator(columns, CLAIMS_ON_A_PAGE).get_page(page)
    claims.object_list = [found.to_record() for found in claims.object_list]
    shown = [claim.key for claim in claims.object_list]
    own = {name: records(body, name, activity=key) for name in ("parties", "remedies", "adjustments")}
    around = ROWS["activities"].objects.filter(Q(part_of=key) | Q(succeeded_by=key), body=body).order_by("title")
    near = [found.to_record() for found in around]
    listed = (row, *promised, *claims.object_list, *(found for rows in own.values() for found in rows))
    known = measures_of(framework_of(body))
    events = latest(body.slug, {
        "activities": [key], "commitments": [found.key for found in promised], "deliveries": shown,
        **{name: [found.key for found in rows] for name, rows in own.items()}}, EVENTS)
    return Whole(
        row, own["parties"], chains, claims, _by(records(body, "reviews", delivery__in=shown)),
        _by(records(body, "evidence", delivery__in=shown)), own["remedies"], own["adjustments"],
        tuple(found for found in near if found.get("part_of") == key),
        tuple(found for found in near if found.get("succeeded_by") == key), told(events),
        {**names(body, listed), **{("measures", name): found.text("title") for name, found in known.items()}},
        {name: found.text("unit") for name, found in known.items()})


def _chains(promised: tuple[Record, ...], milestones: tuple[Record, ...], today: date) -> tuple[Chain, ...]:
    first = roots(promised)
    now = {first[found.key]: found for found in in_force(promised, today)}
    steps: dict[str, list[Record]] = {}
    for found in promised:
        steps.setdefault(first[found.key], []).append(found)
    return tuple(
        Chain(tuple(sorted(rows, key=lambda found: found.text("in_force_from"))), now.get(root),
              tuple(part for part in milestones if part.text("commitment") in {found.key for found in rows}))
        for root, rows in steps.items())


def _by(rows: Iterable[Record]) -> dict[str, list[Record]]:
    found: dict[str, list[Record]] = {}
    for row in rows:
        found.setdefault(row.text("delivery"), []).append(row)
    return found


def told(events: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Events as people read them: who by name, and each column that changed in words, before and after."""
    who = dict(Person.objects.filter(key__in={event["person"] for event in events}).values_list("key", "name"))
    return [{"at": event["at"], "who": who.get(event["person"], ""), "what_said": _what_said(event),
             "reason": event["apart"].get("reason") or "", "columns": _columns(event)} for event in events]


def _what_said(event: dict[str, Any]) -> str:
    one = PARTICULARS[event["table"]].one if event["table"] in PARTICULARS else ""
    done = {"add": gettext("added"), "write": gettext("changed"), "take away": gettext("taken away")}
    what = done.get(event["what"], event["what"])
    return f"{gettext(one)} {what}, {event['key']}" if one else what


def _columns(event: dict[str, Any]) -> list[tuple[str, str, str]]:
    table = ROWS[event["table"]].TABLE if event["table"] in ROWS else None
    found = []
    said = {side: event[side] | {name.removeprefix(f"{side}."): text for name, text in event["apart"].items()
                                 if text and name.startswith(f"{side}.")} for side in ("before", "after")}
    for name in {**said["before"], **said["after"]}:
        known = table is not None and name in table.names
        column = table.column(name) if known else None
        before, after = (said[side].get(name, "") for side in ("before", "after"))
        if column is not None and column.choices:
            before, after = (choice(table.name, name, word) if word else "" for word in (before, after))
        found.append((label(table, column) if column else name, before or "–", after or "–"))
    return found


def facts(row: Record, named: Mapping[tuple[str, str], str], columns: Iterable[str]) -> list[tuple[str, str]]:
    """What stands in these columns of a row, each with its label; what is blank is left out."""
    found = []
    for name in columns:
        column, value = row.table.column(name), row.get(name)
        if value is None or value == column.default == "exact":
            continue
        target = points_at(row.table, column)
        if isinstance(value, tuple) and target != "roles":
            text = ", ".join(named.get((target, key), key) for key in value)
        else:
            text = named.get((target, str(value))) or in_words(row.table, column, value)
        found.append((label(row.table, column), text))
    return found
