"""The cookies that the site sets: all of them, as its settings name them."""

from dataclasses import dataclass

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Cookie:
    """One cookie: its name, what the site needs it for, and when it is gone."""

    name: str
    why: str | Promise
    lasts: str | Promise


def cookies() -> tuple[Cookie, ...]:
    """Every cookie that the site sets in somebody's browser; none of them before a form is opened."""
    hours = settings.SESSION_COOKIE_AGE // 3600
    return (
        Cookie(settings.SESSION_COOKIE_NAME, _("It holds that you have signed in, or are about to."),
               _("%(hours)s hours, or until you close the browser or sign out") % {"hours": hours}),
        Cookie(settings.CSRF_COOKIE_NAME, _("It shows that a form which you send came from this site."),
               _("until you close the browser")),
    )
