"""How pages are filled: the words, addresses and numbers that every template may use."""

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.contrib.messages import get_messages
from django.forms import BoundField
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.dates import MONTHS
from jinja2 import ChainableUndefined, ChoiceLoader, Environment, PackageLoader, PrefixLoader

from commonweal.basics.numbers import pounds, shorten
from commonweal.report.words import amount, counted, shown, to_one_place, with_unit
from commonweal.web.config.menu import menu_of
from commonweal.web.config.routes import RULES
from commonweal.web.notices.parts import KINDS
from commonweal.web.people.roles import May
from commonweal.web.saying import say


def environment(**options: Any) -> Environment:
    """The templates' surroundings: the site's own pages, the GOV.UK patterns, and a translation for every word."""
    patterns = PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")})
    options["loader"] = ChoiceLoader([options["loader"], patterns])
    # The patterns' own macros ask for parameters that were not given: a missing one means "leave it out".
    options["undefined"] = ChainableUndefined
    made = Environment(**options, trim_blocks=True, lstrip_blocks=True, extensions=["jinja2.ext.i18n"])
    made.install_gettext_callables(translation.gettext, translation.ngettext, newstyle=True)  # type: ignore[attr-defined]
    # These print days as pages do, or read what does, so not at the top.
    from commonweal.web.monitoring.drawings import picture
    from commonweal.web.register.words import choice, measured

    made.globals |= {"choice": choice, "measured": measured, "url": address, "static": static, "May": May}
    made.filters |= {"day": day, "moment": moment, "pounds": pounds, "quantity": quantity, "result": result, "due": due,
                     "items": items, "amount": measured, "percent": percent, "capital": capital, "picture": picture,
                     "say": say,
                     "shown": lambda word, group: shown(group, word or "")}
    return made


def address(name: str, **parts: Any) -> str:
    """The address of a page by its name."""
    return reverse(name, kwargs=parts or None)


def day(value: date | None) -> str:
    """A day as people write it: 31 March 2025.

    >>> day(date(2025, 3, 31)), day(None)
    ('31 March 2025', '–')
    """
    if value is None:
        return "–"
    return f"{value.day} {MONTHS[value.month]} {value.year}"


def moment(value: datetime | None) -> str:
    """A day and time of day as the body's clocks show it."""
    if value is None:
        return "–"
    local = timezone.localtime(value)
    return f"{day(local.date())}, {local:%H:%M}"


def quantity(value: Decimal | None, unit: str = "") -> str:
    """A quantity as the report prints it: thousands marked, of what comes whole one decimal; a dash for none.

    >>> quantity(Decimal("2.9587"), "person"), quantity(Decimal("300798.8981"), "£"), quantity(None)
    ('3', '£300,798.90', '–')
    """
    return "–" if value is None else amount(counted(value, unit), unit)


def result(value: Decimal | None, unit: str) -> str:
    """What is due by a day or came in a quarter, with its unit, as the report prints it; a dash for none.

    >>> result(Decimal("876.2992"), "hour"), result(Decimal("300798.8981"), "£"), result(None, "hour")
    ('876.3 hours', '£300,798.90', '–')
    """
    return "–" if value is None else with_unit(to_one_place(value, unit), unit)


def due(value: Decimal, unit: str) -> str:
    """What is due of a promise by a day, without its unit.

    >>> due(Decimal("32.8044"), "week")
    '32.8'
    """
    return quantity(to_one_place(value, unit), unit)


def percent(value: Decimal | None) -> str:
    """A share as people read it: 25%; a dash where there is none."""
    return "–" if value is None else f"{shorten(value * 100)}%"


def capital(text: str) -> str:
    """Words as the beginning of a sentence; only the first letter changes."""
    return text[:1].upper() + text[1:]


def items(bound: BoundField) -> list[dict[str, str]]:
    """The choices of a form's field, as the patterns want them."""
    return [{"value": str(value), "text": str(text)} for value, text in bound.field.choices]


def around(request: HttpRequest) -> dict[str, Any]:
    """What stands on every page: who is here, where they may go, what just happened."""
    visit, here = getattr(request, "visit", None), request.resolver_match
    return {
        "demo": settings.DEMO, "visit": visit, "messages": get_messages(request),
        "language": translation.get_language(),
        "menu": menu_of(visit, RULES.values(), RULES.get(here.view_name) if here else None) if visit else None,
        "foot": list(_foot(visit.body.slug if visit and not visit.body.read_only else getattr(request, "foot_of", ""))),
    }


def _foot(body: str) -> Iterator[dict[str, str]]:
    """The links at the foot of every page: to the pages of the body that it is about, or to those of all."""
    for name, kind in KINDS.items():
        parts = {"body": body, "notice": name} if body else {"notice": name}
        yield {"text": str(kind.short), "href": reverse("notice" if body else "notice-anywhere", kwargs=parts)}
