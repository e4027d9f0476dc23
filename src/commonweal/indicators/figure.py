"""A figure: one published number and everything a reader needs to check it."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from commonweal.basics.numbers import plain, ratio
from commonweal.basics.tables import Column, Kind, Record, Table


class Withheld(StrEnum):
    """Why the lines of a figure, or the figure itself, may not be shown."""

    NO = ""
    LICENCE = "licence"
    DISCLOSURE = "disclosure"


FIGURES = Table("figures", "one published number with everything behind it", (
    Column("id", Kind.TEXT, "The figure's id; it stays the same from release to release.", required=True),
    Column("title", Kind.TEXT, "What it is, in words.", required=True),
    Column("value", Kind.PRINTED, "The number, exactly; blank where there is none, [c] where one is withheld."),
    Column("unit", Kind.TEXT, "Of what."),
    Column("whole", Kind.PRINTED, "The number for the whole activity, where only our share of it is counted."),
    Column("standing", Kind.TEXT, "What it is a figure of: potential, committed, reported, verified, stated, context."),
    Column("kind", Kind.TEXT, "The type of £; blank for other numbers."),
    Column("edition", Kind.TEXT, "The framework version; blank where none is used."),
    Column("price_year", Kind.PRINTED, "The year whose prices the £ are in."),
    Column("period", Kind.TEXT, "The reporting period; blank is over the whole life."),
    Column("period_kind", Kind.TEXT, "What kind of span it is about."),
    Column("period_start", Kind.TEXT, "Its first day, where known."),
    Column("period_end", Kind.TEXT, "Its last day, where known."),
    Column("place", Kind.TEXT, "The place."),
    Column("role", Kind.TEXT, "The role."),
    Column("theme", Kind.TEXT, "The theme."),
    Column("outcome", Kind.TEXT, "The outcome."),
    Column("measure", Kind.TEXT, "The measure."),
    Column("activity", Kind.TEXT, "The activity."),
    Column("bound", Kind.TEXT, "exact, at-least, over, nearly, about or up-to."),
    Column("numerator", Kind.PRINTED, "For a ratio or share: the number above."),
    Column("denominator", Kind.PRINTED, "For a ratio or share: the number below, its base."),
    Column("lines", Kind.PRINTED, "How many lines it covers."),
    Column("lines_valued", Kind.PRINTED, "How many of them had a £ value."),
    Column("low", Kind.PRINTED, "Low end; blank where no source gives a range."),
    Column("high", Kind.PRINTED, "High end; blank where no source gives a range."),
    Column("ranged", Kind.PRINTED, "How much of the £ has a range."),
    Column("interval_low", Kind.PRINTED, "Low end of the 90% interval, an estimate to 3 significant figures."),
    Column("interval_high", Kind.PRINTED, "High end of the 90% interval, an estimate to 3 significant figures."),
    Column("net", Kind.PRINTED, "The share counted after stated reductions, in £; blank where no line states any."),
    Column("net_of", Kind.PRINTED, "How much of the £ states a reduction: what the net is left of."),
    Column("net_lines", Kind.PRINTED, "How many lines have a net value."),
    Column("rule", Kind.TEXT, "The indicator that makes it.", required=True),
    Column("selection", Kind.TEXT, "Which lines or rows it covers, as column=value."),
    Column("withheld", Kind.TEXT, "licence or disclosure, where something may not be shown."),
    Column("note", Kind.TEXT, "What a reader must know."),
))


@dataclass(frozen=True, slots=True)
class Figure:
    """One published number. Numbers are exact; `None` means there is none, never zero."""

    id: str
    title: str
    value: Decimal | None
    unit: str
    rule: str
    whole: Decimal | None = None
    standing: str = ""
    kind: str = ""
    edition: str = ""
    price_year: int | None = None
    period: str = ""
    period_kind: str = ""
    period_start: date | None = None
    period_end: date | None = None
    place: str = ""
    role: str = ""
    theme: str = ""
    outcome: str = ""
    measure: str = ""
    activity: str = ""
    bound: str = "exact"
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    lines: int | None = None
    lines_valued: int | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    ranged: Decimal | None = None
    interval_low: Decimal | None = None
    interval_high: Decimal | None = None
    net: Decimal | None = None
    net_of: Decimal | None = None
    net_lines: int | None = None
    selection: Mapping[str, str] = field(default_factory=dict)
    withheld: Withheld = Withheld.NO
    note: str = ""

    @property
    def is_money(self) -> bool:
        """Whether the number is in pounds."""
        return self.unit == "£"

    @property
    def suppressed(self) -> bool:
        """Whether the number itself is withheld by the disclosure rule: shown as [c], never as 0 or blank."""
        return self.withheld is Withheld.DISCLOSURE and self.value is None


SUPPRESSED = "[c]"


def to_record(figure: Figure) -> Record:
    """The figure as a row of figures.csv."""
    values = {name: _text(figure, name) for name in FIGURES.names}
    return Record(FIGURES, {name: text or None for name, text in values.items()})


def _text(figure: Figure, name: str) -> str:
    value = getattr(figure, name)
    if name == "value" and figure.suppressed:
        return SUPPRESSED
    if name == "selection":
        return ";".join(f"{key}={choice}" for key, choice in figure.selection.items())
    if isinstance(value, Decimal):
        return trim(value)
    return "" if value is None else str(value)


def selection_in(row: Record) -> dict[str, str]:
    """The selection that a row of figures.csv gives, as the figure had it."""
    chosen = (part.partition("=") for part in row.text("selection").split(";") if part)
    return {name: choice for name, _, choice in chosen}


def trim(value: Decimal) -> str:
    """A number as it stands in figures.csv: two places for pounds as computed, no decimals that say nothing.

    >>> trim(Decimal("13300.0000")), trim(Decimal("225169.00")), trim(Decimal("0.5000"))
    ('13300', '225169.00', '0.5')
    """
    text = plain(value)
    if "." not in text or len(text.split(".")[1]) <= 2:
        return text
    return text.rstrip("0").rstrip(".")


def percent(part: Decimal, base: Decimal) -> Decimal | None:
    """A share in percent to one place; None where there is no base.

    >>> percent(Decimal(2), Decimal(3))
    Decimal('66.7')
    """
    return ratio(part * 100, base, 1)


def chosen_rows(rows: Iterable[Record], of: Iterable[Record] | None = None) -> dict[str, str]:
    """The part of a selection that names rows: those counted, and those they are counted of where that is more."""
    counted, base = ("|".join(row.key for row in chosen) for chosen in (rows, of or ()))
    return {name: ids for name, ids in (("rows", counted), ("of", base)) if ids and (name, ids) != ("of", counted)}


def slug(text: str) -> str:
    """A word for an id: lower-case letters, digits and hyphens.

    >>> slug("Jobs & Skills: local")
    'jobs-skills-local'
    """
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")
