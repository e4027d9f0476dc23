"""How far promises came: role by role, and by the age of the contract or project that they were made in."""

from collections.abc import Mapping

from commonweal.indicators.ages import AGES
from commonweal.indicators.figure import Figure
from commonweal.ledger.tables import ROLES
from commonweal.report.blocks import Chart
from commonweal.report.charts.making import bars, subtitle_of
from commonweal.report.words import say, shown
from commonweal.report.year import Year

_STEPS = ("made", "due", "reported", "checked")


def promises_by_role(year: Year) -> Chart | None:
    """Promises with a number, those due by now, reported on and checked, by role; None while nothing is due."""
    return _side_by_side(year, "promises-by-role", "roles", "role", {role: shown("role", role) for role in ROLES})


def promises_by_age(year: Year) -> Chart | None:
    """The same by whole years since the start of the contract or project, the youngest first."""
    names = {f"age-{age}": shown("age", age) for age in AGES}
    return _side_by_side(year, "promises-by-contract-age", "bands", "age", names)


def _side_by_side(year: Year, id: str, things: str, first: str, names: Mapping[str, str]) -> Chart | None:
    """A panel for each step that promises come, a row for each name that has promises."""
    found = {group: _steps(year, group) for group in names}
    groups = [group for group in names if found[group]["made"]]
    if not any(due.value for group in groups if (due := found[group]["due"])):
        return None
    return bars(
        year,
        id,
        subtitle=subtitle_of(
            measure=say(f"chart.promises_by.{first}"),
            place=year.name("places", year.book.settings.place),
            period=say("period.until", day=year.day),
        ),
        things=things,
        first=say(f"table.{first}"),
        rows=[names[group] for group in groups],
        columns={say(f"summary.bar_{step}"): [found[group][step] for group in groups] for step in _STEPS},
        head="head_promises",
        told=(0, 1),
    )


def _steps(year: Year, group: str) -> dict[str, Figure | None]:
    return {step: year.by_id.get(f"progress.promises.{step}.{group}") for step in _STEPS}
