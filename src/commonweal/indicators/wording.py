"""The words and ids of figures: plain words for a title, stable parts for an id."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from commonweal.basics.numbers import pounds, shorten
from commonweal.indicators.facts import PROMISED, Facts
from commonweal.indicators.figure import Figure, slug
from commonweal.snapshot.tables import OUTSIDE_PERIODS

STANDING_WORDS: Mapping[str, str] = {
    "potential": "possible", "committed": "promised", "reported": "reported", "verified": "checked",
}
KIND_WORDS: Mapping[str, str] = {
    "economic": "Economic value", "fiscal": "Value to public budgets", "social": "Social value",
    "wellbeing": "Wellbeing value", "environmental": "Environmental value", "cash-given": "Money given",
    "in-kind": "Goods and services given", "spend": "Money spent",
}
NO_STAGE = ("", "None", "not-applicable")

# The columns that a figure may be a breakdown by, and where their names are found.
_NAMED_IN = {"place": ("places", "name"), "activity": ("activities", "title")}


def id_of(first: Sequence[str], standing: str, named: Mapping[str, object], facts: Facts) -> str:
    """A figure's id: its first words (rule and standing), what it is of, what it is broken down by, and when.

    It is made of what the figure is and not of where it stands in a list, so it stays from release to release.
    """
    parts = list(first)
    if measure := named.get("measure"):
        parts.append(str(measure))
    if str(named.get("stage") or "") not in NO_STAGE:
        parts.append(str(named["stage"]))
    for name in ("theme", "outcome", "role", "place", "activity"):
        if named.get(name):
            parts += [name, slug_id(str(named[name]))]
    parts += _when(standing, named, facts)
    if named.get("edition"):
        parts += [slug_id(str(named[name])) for name in ("edition", "kind", "price_year")]
    return ".".join(parts)


def slug_id(text: str) -> str:
    """An id as it is; any other text as lower-case words joined by hyphens."""
    return text if text == text.lower() and not set(text) & set(" /&,:;=|'") else slug(text)


def _when(standing: str, named: Mapping[str, object], facts: Facts) -> list[str]:
    kind, period = str(named.get("period_kind") or ""), str(named.get("period") or "")
    if standing in PROMISED:
        own = str(facts.book.settings.period.span.kind)
        return [word for word in (period, kind if kind != own else "") if word]
    if period == OUTSIDE_PERIODS:
        return [word for word in (kind, str(named.get("span") or "").replace("/", "-to-")) if word] or [OUTSIDE_PERIODS]
    return [period] if period else []


def name_of(facts: Facts, name: str, value: str) -> str:
    """What readers call it: a measure by its title, a place by its name, a role in words; any other value as it is."""
    if name == "measure":
        return facts.measures[value].text("title")
    if name == "role":
        return f"as {value.replace('-', ' ')}"
    if name in _NAMED_IN:
        table, column = _NAMED_IN[name]
        row = facts.book.by_id(table).get(value)
        return row.text(column) if row else value
    return value


def title_of(facts: Facts, subject: str, standing: str, by: Sequence[str], named: Mapping[str, object]) -> str:
    """A title in plain words: what it is, how far people came, its status (or words in its place), for whom or where.

    'Hours that staff volunteer in paid time, checked: Three paid days to volunteer'
    """
    stage = str(named.get("stage") or "")
    words = [subject, *([] if stage in NO_STAGE else [stage]), STANDING_WORDS.get(standing, standing)]
    of = ", ".join(name_of(facts, name, str(named[name])) for name in by)
    return ", ".join(words) + (f": {of}" if of else "")


def with_period(facts: Facts, figure: Figure, named: Mapping[str, object]) -> Figure:
    """The figure with its period filled in from the columns period, period_kind and span."""
    period = facts.period(str(named.get("period")))
    if period:
        return replace(figure, period=period.id, period_kind=str(period.span.kind),
                       period_start=period.span.start, period_end=period.span.end)
    first, _, last = str(named.get("span") or "").partition("/")
    return replace(figure, period_kind=str(named.get("period_kind") or ""),
                   period_start=date.fromisoformat(first) if first else None,
                   period_end=date.fromisoformat(last) if last else None)


def sentences(*parts: str) -> str:
    """A note from its sentences, blanks left out, each ending in a full stop."""
    return " ".join(text if text.endswith((".", "?", "!")) else f"{text}." for part in parts if (text := part.strip()))


def amount(value: Decimal, unit: str) -> str:
    """A number with its unit as it stands in a sentence."""
    return pounds(value) if unit == "£" else f"{shorten(value)} {unit}".strip()
