"""What the overview shows, read out of kept figures: nothing is worked out here that a figure does not say."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from commonweal.ledger.asking import DELIVERS
from commonweal.ledger.settings import Settings
from commonweal.ledger.tables import ROLES
from commonweal.report.words import shown
from commonweal.web.monitoring.models import Position
from commonweal.web.monitoring.ratings import worst
from commonweal.web.people.models import Body
from commonweal.web.register.models import ROWS

Kept = Mapping[str, str]

STEPS = ("made", "due", "reported", "checked", "confirmed", "late")
# What is known of the lines of a period: the figure, and what it is called here.
KNOWN = ("with-evidence", "checked", "confirmed", "valued", "self-declared", "with-place")
STATES = ("draft", "submitted", "queried", "verified", "rejected")


# What was promised is over the whole life; what was reported and checked is that of the newest period.
STATUSES = ("potential", "committed", "reported", "verified")


@dataclass(frozen=True)
class Pounds:
    """A sum in £, its range where it has one, and how many lines it stands on; no sum where it is withheld."""

    value: Decimal | None
    low: Decimal | None
    high: Decimal | None
    lines: str


@dataclass(frozen=True)
class KindOfPounds:
    """One type of £ by one framework version in one year's prices: the sum of each status, which are never added."""

    kind: str
    edition: str
    price_year: str
    by_status: Mapping[str, Pounds]


def shown_figures(figures: Mapping[str, Kept], settings: Settings) -> dict[str, Kept]:
    """Those of all figures that the overview shows: they are some dozens, and all figures are thousands."""
    named = {".".join(filter(None, ("progress.promises", step, role))) for step in STEPS for role in (*ROLES, "")}
    named |= {f"coverage.{step}.{settings.period.id}" for step in KNOWN}
    named |= {f"coverage.claims.{state}.{settings.period.id}" for state in STATES}
    return {name: figure for name, figure in figures.items() if name in named or _is_total(figure, settings)}


def promises_by_role(figures: Mapping[str, Kept]) -> list[dict[str, Any]]:
    """A row for each of the five roles and one for all: how many promises came how far; a dash where none is due."""
    rows = []
    for role in (*ROLES, ""):
        found = {step: figures.get(".".join(filter(None, ("progress.promises", step, role)))) for step in STEPS}
        rows.append({"role": shown("role", role) if role else "", **{
            step: found[step]["value"] if found[step] else None for step in STEPS}})
    return rows


def pounds_by_kind(figures: Iterable[Kept], settings: Settings) -> list[KindOfPounds]:
    """£ by type and status, by each version of the body's own framework; neither types nor statuses are ever added."""
    found: dict[tuple[str, str, str], dict[str, Pounds]] = {}
    for figure in figures:
        if _is_total(figure, settings):
            key = (figure["kind"], figure["edition"], figure.get("price_year", ""))
            found.setdefault(key, {})[figure["standing"]] = _pounds(figure)
    return [KindOfPounds(*key, by_status) for key, by_status in sorted(found.items())]


def _is_total(figure: Kept, settings: Settings) -> bool:
    """Whether a figure is all of one type of £ by the body's own framework, of its life or of the newest period."""
    promised = figure.get("standing") in ("potential", "committed")
    return (figure["rule"] == "value" and figure.get("edition", "").startswith(f"{settings.own_framework}/")
            and not any(figure.get(name) for name in ("measure", "theme", "outcome", "role"))
            and figure.get("place", settings.place) == settings.place and "due" not in figure["id"].split(".")
            and figure.get("period", "") == ("" if promised else settings.period.id))


def _pounds(figure: Kept) -> Pounds:
    value, low, high, ranged = (
        Decimal(figure[name]) if figure.get(name, "[c]") != "[c]" else None
        for name in ("value", "low", "high", "ranged"))
    return Pounds(value, low if ranged else None, high if ranged else None, figure.get("lines", ""))


def known(figures: Mapping[str, Kept], period: str) -> list[Kept]:
    """How much of what was reported in a period is supported, checked, confirmed, valued; each with its base."""
    return [figures[name] for step in KNOWN if (name := f"coverage.{step}.{period}") in figures]


def claims_by_state(figures: Mapping[str, Kept], period: str) -> list[dict[str, str]]:
    """How many claims of a period stand in each state."""
    return [{"state": shown("status" if state == "verified" else "claim_state", state),
             "count": figures[name]["value"]}
            for state in STATES if (name := f"coverage.claims.{state}.{period}") in figures]


def delivered_by(body: Body) -> dict[str, set[str]]:
    """The contracts and projects that each organisation delivers, alone or with others."""
    found: dict[str, set[str]] = {}
    for organisation, activity in ROWS["parties"].objects.filter(body=body, part__in=DELIVERS).values_list(
            "organisation", "activity"):
        found.setdefault(organisation, set()).add(activity)
    return found


def partners(body: Body, positions: Iterable[Position], limit: int = 20) -> list[dict[str, Any]]:
    """Who delivers, with the promises of their contracts and projects: those with most that is late first.

    A contract that several deliver stands under each of them; these counts are never added up.
    """
    names = dict(ROWS["organisations"].objects.filter(body=body).values_list("key", "name"))
    due = {row.activity: row for row in positions if row.due}
    held = {organisation: own for organisation, activities in delivered_by(body).items()
            if (own := {key: due[key] for key in activities if key in due})}
    rows = [{"key": organisation, "organisation": names.get(organisation, organisation), "contracts": len(own),
             "due": sum(row.due for row in own.values()), "late": sum(row.late for row in own.values()),
             "waiting": sum(row.waiting for row in own.values()), "asked": sum(row.asked for row in own.values()),
             "rating": worst(row.rating for row in own.values())} for organisation, own in held.items()]
    return sorted(rows, key=lambda row: (-row["late"], row["organisation"]))[:limit]


def numbers(row: dict[str, Any]) -> dict[str, Any]:
    """A kept row with its numbers as numbers again."""
    exact = ("promised", "due", "reported", "checked", "missing", "value")
    return {name: Decimal(value) if name in exact and value is not None else value for name, value in row.items()}
