"""Who is reminded of what and when: a row each."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

MONDAY = 0
# A day on which nobody ran the command is made up for during so many days.
MADE_UP_FOR = timedelta(days=7)


@dataclass(frozen=True)
class Rule:
    """One kind of reminder.

    `days` count from the day that the thing is about: -6 is six days before it, 7 a week after. With a `weekday` it
    comes once a week instead, from that day on.
    """

    name: str
    role: str
    shown: Any
    when: Any
    days: tuple[int, ...] = ()
    weekday: int | None = None


RULES = (
    Rule("return", "supplier", _("A return that was not sent yet"),
         _("14, 6 and 1 days before it is due; 1, 7, 14 and 28 days after"), (-14, -6, -1, 1, 7, 14, 28)),
    Rule("question", "supplier", _("A question about a return that was not answered yet"),
         _("3, 10 and 17 days after it was asked"), (3, 10, 17)),
    Rule("behind", "manager", _("Contracts and projects you look after that are rated inadequate"),
         _("every week, on Monday"), weekday=MONDAY),
    Rule("calendar", "officer", _("A step of the reporting year that is not done yet"),
         _("14, 7 and 1 days before it is due; 1, 7 and 14 days after"), (-14, -7, -1, 1, 7, 14)),
)
BY_NAME = {rule.name: rule for rule in RULES}


def of_roles(roles: Iterable[str]) -> list[Rule]:
    """The reminders that people with these roles get."""
    held = set(roles)
    return [rule for rule in RULES if rule.role in held]


def step(rule: Rule, about: date, today: date) -> str:
    """Which of a rule's days has come, today or in the days that are made up for; blank where none has.

    >>> returns, behind = BY_NAME["return"], BY_NAME["behind"]
    >>> [step(returns, date(2025, 5, 1), date(2025, 4, day)) for day in (16, 17, 23, 24, 25, 30)]
    ['', '-14', '-14', '', '-6', '-1']
    >>> step(returns, date(2025, 5, 1), date(2025, 5, 1)), step(returns, date(2025, 5, 1), date(2025, 5, 12))
    ('-1', '7')
    >>> step(behind, date(2025, 5, 1), date(2025, 5, 4)), step(behind, date(2025, 5, 1), date(2025, 5, 5))
    ('2025-04-28', '2025-05-05')
    """
    if rule.weekday is not None:
        return (today - timedelta(days=(today.weekday() - rule.weekday) % 7)).isoformat()
    since = [(days, today - about - timedelta(days=days)) for days in rule.days]
    return str(max((days for days, past in since if timedelta(0) <= past < MADE_UP_FOR), default=""))
