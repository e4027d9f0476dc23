"""Forms for the rows of the ledger, made from its declaration: one maker for every table."""

import re
import uuid
from collections.abc import Collection, Mapping
from typing import Any

from django import forms
from django.utils.text import slugify
from django.utils.translation import gettext, gettext_lazy

from commonweal.basics.rows import Cells
from commonweal.basics.tables import Record, Table, Value, read_value, write_value
from commonweal.ledger.checks.rule import measures_of
from commonweal.ledger.checks.unknown_reference import points_at
from commonweal.ledger.tables import BY_NAME
from commonweal.web.people.models import Body
from commonweal.web.register.columns import field_for, keep_offered, with_choices
from commonweal.web.register.models import ROWS
from commonweal.web.register.particulars import PARTICULARS
from commonweal.web.register.reading import framework_of, record
from commonweal.web.register.weighing import Weighed, about, weigh
from commonweal.web.register.words import in_words, label
from commonweal.web.saying import in_full, say

_LONGEST_KEY = 60
_KEY = re.compile(r"[a-z0-9][a-z0-9._-]*")


class RowForm(forms.Form):
    """One row of one table: its columns as fields, under the headings of the table's particulars.

    `given` holds what is known beforehand and not asked; `now` is the row as it stands, for one that is changed.
    After reading, the ledger's checks are asked: an error stands where it belongs, advice is kept in `weighed`.
    `activity` is the contract or project that the row is of. Where somebody else changed the row meanwhile,
    `differences` sets what was typed beside what it says now.
    """

    # None of these is a column of any table.
    row_version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    form_token = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)
    change_reason = forms.CharField(
        label=gettext_lazy("Why you change this"), required=False, widget=forms.Textarea({"rows": 2}),
        help_text=gettext_lazy("For colleagues who look at the history. It can be left blank."))

    def __init__(self, table: str, body: Body, data: Any = None, *, now: Record | None = None, version: int = 0,
                 given: Mapping[str, Value] | None = None, first: Mapping[str, Value] | None = None,
                 only: Collection[str] | None = None, activity: str = "") -> None:
        self.table, self.body, self.now, self.given = BY_NAME[table], body, now, dict(given or {})
        self.particulars = PARTICULARS[table]
        self.weighed = Weighed()
        self.record: Record | None = None
        self.met, self.differences = False, []
        left_out = {*self.given, *(self.particulars.fixed if now else ())}
        asked = [name for name in self.particulars.asked
                 if name not in left_out and (only is None or name in only)]
        starting: dict[str, Any] = {"row_version": version, "form_token": uuid.uuid4().hex}
        starting |= {name: now.get(name) if now else read_value("", self.table.column(name)) for name in asked}
        starting |= {name: value for name, value in (first or {}).items() if name in asked}
        super().__init__(data, initial=starting)
        for name in asked:
            self.fields[name] = _field(self.table, name, body, activity)
            if now:
                keep_offered(self.fields[name], now.get(name))
        if not now:
            del self.fields["change_reason"]
        self.order_fields([*asked, "change_reason"])

    def meet(self, now: Record | None, version: int) -> None:
        """Somebody else changed the row since the form was opened: set both side by side, and let the person decide.

        The form then carries the row's present version, so that sending it again writes over what is seen here.
        """
        assert self.record is not None
        self.data = self.data.copy()
        self.data["row_version"] = str(version)
        self.met, self.differences = True, [
            (label(self.table, column), in_words(self.table, column, self.record.get(column.name)),
             in_words(self.table, column, now.get(column.name)) if now else gettext("taken away"))
            for column in self.table.columns if not now or self.record.get(column.name) != now.get(column.name)]

    @property
    def sections(self) -> list[tuple[str, list[forms.BoundField]]]:
        """The fields under their headings; headings with nothing to ask are left out."""
        parted = [(gettext(heading), [self[name] for name in names if name in self.fields])
                  for heading, names in self.particulars.sections]
        return [(heading, fields) for heading, fields in parted if fields]

    def clean(self) -> dict[str, Any]:
        """Make the record of what was read, and ask the checks about it."""
        read = super().clean() or {}
        if self.errors:
            return read
        values: dict[str, Value] = {name: read_value("", self.table.column(name)) for name in self.table.names}
        values |= dict(self.now.values) if self.now else {}
        values |= {name: read[name] for name in self.table.names if name in read} | self.given
        if "id" in self.table.names and not values["id"]:
            values["id"] = new_key(self.body, self.table, values)
        self.record = _record(self.table, values)
        if not self.now and len(self.table.key_columns) > 1 and record(self.body, self.table.name, self.record.key):
            self.add_error(None, gettext("This is there already. Change that row, or choose something else."))
            return read
        self.weigh()
        return read

    def weigh(self) -> None:
        """Ask the checks about the record; what they find new and wrong becomes errors of the form."""
        assert self.record is not None
        self.weighed = weigh(self.body, self.record)
        own, others = about(self.weighed.errors, self.record)
        for finding in own:
            field = finding.column if finding.column in self.fields else None
            said = label(self.table, self.table.column(finding.column)) if finding.column in self.table.names else ""
            self.add_error(field, f"{said}: {in_full(finding)}" if said else in_full(finding))
        for finding in others:
            self.add_error(None, gettext("It would not fit “%(row)s”: %(what)s %(mend)s") % {
                "row": finding.subject or finding.file, "what": say(finding.message), "mend": say(finding.mend)})


def _field(table: Table, name: str, body: Body, activity: str) -> Any:
    column = table.column(name)
    target = points_at(table, column)
    # Promises are looked for in their own contract or project; elsewhere a name may lead anywhere.
    chosen = {"activity": activity} if target == "commitments" and activity else {}
    field = field_for(table, column, body, **chosen)
    if target == "measures":
        known = [(key, found.text("title")) for key, found in measures_of(framework_of(body)).items()]
        if column.name == "measures":
            return with_choices(field, known, several=True)
        return with_choices(field, [("", gettext("All of them")), *known])
    return field


def _record(table: Table, values: Mapping[str, Value]) -> Record:
    places = {name: place for place, name in enumerate(table.names)}
    return Record(table, Cells(places, [values[name] for name in table.names]))


def new_key(body: Body, table: Table, values: Mapping[str, Value]) -> str:
    """An id for a new row that people can read, and that no row has."""
    if table.name == "commitments" and values["follows"]:
        return _unused(body, table.name, re.sub(r"\.change-\d+$", "", str(values["follows"])), ".change-", 1)
    parts = {"commitments": ("activity", "measure"), "remedies": ("activity", "title"),
             "adjustments": ("kind", "activity", "measure")}.get(table.name)
    words = [write_value(values[name]) for name in parts or ("title", "name", "scheme") if values.get(name)]
    stem = ".".join(word if _KEY.fullmatch(word) else slugify(word) for word in words)[:_LONGEST_KEY].strip("-._")
    return _unused(body, table.name, stem or table.name, "-", 2)


def _unused(body: Body, table: str, stem: str, before_number: str, number: int) -> str:
    taken = set(ROWS[table].objects.filter(body=body, key__startswith=stem).values_list("key", flat=True))
    if stem not in taken:
        return stem
    while f"{stem}{before_number}{number}" in taken:
        number += 1
    return f"{stem}{before_number}{number}"
