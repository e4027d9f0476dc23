"""The records of a body: one model for each table of the ledger, made from its declaration, and the texts beside them.

A reference is the id of the other row, as in the files; the ledger's own checks find one that leads nowhere.
"""

from collections.abc import Callable
from typing import Any, ClassVar

from django.db import models

from commonweal.basics.rows import Cells
from commonweal.basics.tables import Column, Kind, Record, Table, Value, read_value, write_value
from commonweal.ledger.tables import BOOK_TABLES
from commonweal.web.fields import MoneyField, QuantityField, ShareField, ToldField, UnitValueField
from commonweal.web.people.models import Body
from commonweal.web.register.locks import HELD, Guarded, refuse_locked

_TEXT: dict[str, Any] = {"null": True, "blank": True}
_FIELDS: dict[Kind, Callable[[], models.Field]] = {
    Kind.ID: lambda: models.TextField(**_TEXT),
    Kind.TEXT: lambda: models.TextField(**_TEXT),
    Kind.IDS: lambda: models.TextField(**_TEXT),
    Kind.PRINTED: lambda: models.TextField(**_TEXT),
    Kind.CHOICE: lambda: models.TextField(**_TEXT),
    Kind.QUANTITY: lambda: QuantityField(null=True, blank=True),
    Kind.MONEY: lambda: MoneyField(null=True, blank=True),
    Kind.UNIT_VALUE: lambda: UnitValueField(null=True, blank=True),
    Kind.SHARE: lambda: ShareField(null=True, blank=True),
    Kind.DATE: lambda: models.DateField(null=True, blank=True),
    Kind.YEAR: lambda: models.IntegerField(null=True, blank=True),
    Kind.COUNT: lambda: models.IntegerField(null=True, blank=True),
    Kind.YES_NO: lambda: models.BooleanField(null=True, blank=True),
}
# Columns that rows are looked up by.
_LOOKED_UP = ("activity", "delivery", "commitment", "organisation")
# Columns that the lists of a table are sorted or followed by.
_LISTED_BY = {"activities": ("title", "part_of", "succeeded_by", "owner"), "organisations": ("name",)}
# Columns that rows are counted by together.
_COUNTED_BY = {"deliveries": ("state", "start", "end")}


class Row(models.Model):
    """One row of a table of the ledger. `key` names it within its body; `row_position` is its place in the file."""

    TABLE: ClassVar[Table]
    body: models.ForeignKey = models.ForeignKey(Body, on_delete=models.PROTECT, db_index=False, related_name="+")
    key = models.TextField()
    row_position = models.IntegerField()
    # Counts the writes, so that two people who edit one row never overwrite each other unseen.
    row_version = models.IntegerField(default=1)
    # When it was written last, for programs that ask only for what is new.
    row_changed = models.DateTimeField(auto_now=True)
    objects = Guarded.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write the row. Raises Locked where a lock holds what it says, or what it said before."""
        if self.TABLE.name in HELD:
            refuse_locked([self, *type(self).objects.filter(pk=self.pk)] if self.pk else [self])
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Take the row away. Raises Locked where a lock holds it."""
        if self.TABLE.name in HELD:
            refuse_locked(type(self).objects.filter(pk=self.pk))
        return super().delete(*args, **kwargs)

    def to_record(self) -> Record:
        """The row as the ledger knows it."""
        return record_of(self.TABLE, tuple(getattr(self, attribute(column)) for column in self.TABLE.columns))

    def take(self, record: Record) -> None:
        """Hold what the record says."""
        self.key = record.key
        for column in self.TABLE.columns:
            if attribute(column) != "key":
                setattr(self, attribute(column), kept(column, record.get(column.name)))


def attribute(column: Column) -> str:
    """The name of a column's field: its own, but for the id, which is the row's key."""
    return "key" if column.name == "id" else column.name


def kept(column: Column, value: Value) -> Any:
    """A value as its field keeps it; what is blank and has a value by default has it, as in a file that is read."""
    if value is None and column.default:
        return read_value("", column)
    return write_value(value) or None if column.kind is Kind.IDS else value


def record_of(table: Table, values: tuple[Any, ...]) -> Record:
    """A record from the values of all columns as the database gives them, in their declared order."""
    for index in _several(table):
        if values[index] is not None:
            values = (*values[:index], tuple(values[index].split(";")), *values[index + 1:])
    return Record(table, Cells(_places(table), values))


_PLACES: dict[str, dict[str, int]] = {
    table.name: {name: at for at, name in enumerate(table.names)} for table in BOOK_TABLES}
_SEVERAL: dict[str, list[int]] = {
    table.name: [at for at, column in enumerate(table.columns) if column.kind is Kind.IDS] for table in BOOK_TABLES}


def _places(table: Table) -> dict[str, int]:
    return _PLACES[table.name]


def _several(table: Table) -> list[int]:
    return _SEVERAL[table.name]


def _model_of(table: Table) -> type[Row]:
    fields = {attribute(column): _FIELDS[column.kind]() for column in table.columns if attribute(column) != "key"}
    name = "".join(word.title() for word in table.name.split("_")) + "Row"
    indexes = tuple(models.Index(fields=("body", found), name=f"{table.name}_{found}"[:30])
                    for found in (*_LOOKED_UP, *_LISTED_BY.get(table.name, ())) if found in fields)
    indexes += tuple(models.Index(fields=("body", found), name=f"{table.name}_{name}")
                     for found, name in (("row_position", "place"), ("row_changed", "changed")))
    if table.name in _COUNTED_BY:
        indexes += (models.Index(fields=("body", *_COUNTED_BY[table.name]), name=f"{table.name}_counted"),)
    meta = type("Meta", (), {
        "indexes": indexes, "ordering": ("row_position", "id"), "db_table": f"register_{table.name}",
        "constraints": (models.UniqueConstraint(fields=("body", "key"), name=f"one_{table.name}_key"),)})
    return type(name, (Row,), {"__module__": __name__, "__doc__": f"{table.row_is}.".capitalize(), "TABLE": table,
                               "Meta": meta, **fields})


ROWS: dict[str, type[Row]] = {table.name: _model_of(table) for table in BOOK_TABLES}
globals().update({model.__name__: model for model in ROWS.values()})


class Text(models.Model):
    """One file beside the tables: the settings, a story, a chapter, a framework version's file, a picture."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="texts")
    path = models.TextField()
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    version = models.IntegerField(default=1)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("body", "path"), name="one_text_a_path"),)


class Import(models.Model):
    """One file that somebody brought: what it would change, whether it was agreed to, and how it is taken back.

    The file itself lies in the site's home under its number, with those that it is joined to, until it is decided on.
    A blank `door` is a whole set of records; `map_text` says which column is what, where a person said it. `said` and
    `before` are JSON: what looking through it told, with what stood there when it was taken back; and what stood in its
    place before. The trail holds the fingerprints of both. What stood in the place of a list of names is in `names`,
    from which they can be erased.
    """

    class State(models.TextChoices):
        """Where a file stands between being brought and being in."""

        WAITING = "waiting"
        NEEDS_MAP = "needs-map"
        LOOKED_THROUGH = "looked-through"
        REFUSED = "refused"
        AGREED = "agreed"
        IN = "in"
        TAKEN_BACK = "taken-back"

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="imports")
    door = models.TextField(blank=True)
    name = models.TextField()
    sha256 = models.CharField(max_length=64)
    # The random key of who brought it, as in the audit trail.
    person = models.CharField(max_length=32)
    at = models.DateTimeField(auto_now_add=True)
    state = models.CharField(max_length=20, choices=State.choices, default=State.WAITING)
    map_text = models.TextField(blank=True)
    said = models.TextField(default="{}")
    before = models.TextField(default="{}")
    names = models.JSONField(default=list)


# States in which nobody agreed to a file yet, and nobody left it.
UNDECIDED = (Import.State.NEEDS_MAP, Import.State.LOOKED_THROUGH)


class Fault(models.Model):
    """One thing that the checks found when all records were looked over; made anew each time.

    `place` counts those of one code, the open ones and the declared ones each by themselves: a page of a list is found
    by it, however many there are.
    """

    body = models.ForeignKey(Body, on_delete=models.CASCADE, related_name="faults")
    # The contract or project that it is of; blank where it is of none.
    activity = models.TextField(blank=True)
    severity = models.CharField(max_length=10)
    declared = models.BooleanField(default=False)
    code = models.CharField(max_length=80)
    # The name by which a gap is declared.
    name = models.TextField()
    file = models.TextField(blank=True)
    column = models.TextField(blank=True)
    subject = models.TextField(blank=True)
    message = ToldField()
    mend = ToldField()
    place = models.IntegerField()

    class Meta:
        indexes = (models.Index(fields=("body", "declared", "place")),
                   models.Index(fields=("body", "code", "declared", "place")),
                   models.Index(fields=("body", "activity")))


class LookedOver(models.Model):
    """When all records of a body were looked over last, and the last event that was known then."""

    body = models.OneToOneField(Body, on_delete=models.CASCADE, related_name="looked_over")
    at = models.DateTimeField()
    event = models.BigIntegerField()
    # How many of each code are open: its severity and their number.
    open_yet = models.JSONField(default=dict)


class LocalSpend(models.Model):
    """How much of a body's spending was local, as a job worked it out last: an archive of tables that name nobody.

    `at` is when it was worked out, and blank while that goes on; `event` the last event that was known then.
    """

    body = models.OneToOneField(Body, on_delete=models.CASCADE, related_name="local_spend")
    as_of = models.DateField()
    at = models.DateTimeField(null=True, blank=True)
    event = models.BigIntegerField(default=0)
    # Why it could not be worked out, as a refusal says it: its words and what it found.
    refused = models.JSONField(default=dict)
    archive = models.BinaryField(default=b"")
