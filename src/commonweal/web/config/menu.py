"""The menu: pages grouped by what people do there, and of these only what the visitor may open.

A group is one link, to the first of its pages that the visitor may open; while one of them is open, they all stand in a
second row. A group of one page is that page. Both rows are plain links: they need no script.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy

from commonweal.web.people.access import Visit
from commonweal.web.people.roles import May

if TYPE_CHECKING:
    from commonweal.web.config.routes import Rule


class Group(Enum):
    """What people do on some pages, in the order of a year's work."""

    PROGRESS = gettext_lazy("Progress")
    RECORDS = gettext_lazy("Records")
    RETURNS = gettext_lazy("Returns")
    CHECKING = gettext_lazy("Checking")
    PUBLISHING = gettext_lazy("Publishing")
    PEOPLE = gettext_lazy("People")
    AUDIT = gettext_lazy("Audit")


@dataclass(frozen=True)
class Entry:
    """One link: its words, where it leads, whether it is this page, and whether this page stands below it."""

    text: str
    href: str
    current: bool
    active: bool


@dataclass(frozen=True)
class Menu:
    """The groups; and the open one's words and pages, where it has more than one."""

    groups: tuple[Entry, ...] = ()
    heading: str = ""
    pages: tuple[Entry, ...] = ()


def menu_of(visit: Visit, rules: Iterable["Rule"], here: "Rule | None") -> Menu:
    """What somebody finds in the menu of the page `here`."""
    listed = [rule for rule in rules if rule.listed and may_open(visit, rule)]
    above = max((rule for rule in listed if here and here.route.startswith(rule.route)),
                key=lambda rule: len(rule.route), default=None)
    group = above.group if above else here.group if here else None

    def link(rule: "Rule", words: str = "", *, current: bool, active: bool) -> Entry:
        leads_to = reverse(rule.name, kwargs={"body": visit.body.slug})
        return Entry(words or gettext(rule.listed), leads_to, current, active)

    groups, pages = [], []
    for each in Group:
        own = [rule for rule in listed if rule.group is each]
        if len(own) == 1:
            groups.append(link(own[0], current=own[0] is here, active=each is group))
        elif own:
            groups.append(link(own[0], str(each.value), current=False, active=each is group))
            if each is group:
                pages = [link(rule, current=rule is here, active=rule is above) for rule in own]
    return Menu(tuple(groups), str(group.value) if group else "", tuple(pages))


def may_open(visit: Visit, rule: "Rule") -> bool:
    """Whether a page about no one thing opens for somebody."""
    return isinstance(rule.sees, May) and visit.may(rule.sees) and (rule.filtered or visit.reach(rule.sees) is None)
