"""What has to be made anew: noted with the write itself, so that no change is ever forgotten."""

from datetime import timedelta
from typing import Any

from commonweal.basics.tables import Record
from commonweal.web.audit.actions import in_turn
from commonweal.web.jobs import later
from commonweal.web.monitoring.models import Stale
from commonweal.web.people.models import Body
from commonweal.web.register.references import activity_behind

# The whole body is made anew some time after a change, so that a busy afternoon costs a few runs and not hundreds.
PAUSE = timedelta(minutes=5)


def mark(sender: Any, body: Body, record: Record | None, **more: Any) -> None:
    """Note what a write makes stale, and have it made anew."""
    about = activity_behind(body, record) if record else ""
    for activity in {about, ""}:
        _note(body, activity)


def take_up(body: Body, activity: str | None = None) -> None:
    """Forget that a contract or project is stale, or that anything of a body is where none is named, to make it anew.

    Whoever is writing is waited for: a note that somebody relied on goes only once what they wrote can be read.
    """
    noted = Stale.objects.filter(body=body)
    with in_turn():
        (noted if activity is None else noted.filter(activity=activity)).delete()


def _note(body: Body, activity: str) -> None:
    if Stale.objects.get_or_create(body=body, activity=activity)[1]:
        _make_anew(body, activity)


def _make_anew(body: Body, activity: str) -> None:
    # What makes results reads much more than what notes that they are stale.
    from commonweal.web.monitoring.refresh import refresh_activity, refresh_body

    if activity:
        later(refresh_activity, body.slug, activity)
    else:
        later(refresh_body, body.slug, after=PAUSE)
