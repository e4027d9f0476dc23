"""Writing a footer page: one event, and nothing where somebody else wrote meanwhile."""

from collections.abc import Mapping

from django.utils.translation import gettext

from commonweal.web.audit.actions import Actor, Change, record, writes
from commonweal.web.notices.models import Notice
from commonweal.web.notices.parts import KINDS, TEXT
from commonweal.web.people.models import Body


class WrittenMeanwhile(Exception):
    """Somebody else wrote on the page since the form was opened; `version` is that of what stands there now."""

    def __init__(self, version: int) -> None:
        super().__init__(gettext("Somebody else changed this meanwhile."))
        self.version = version


@writes
def write_notice(actor: Actor, body: Body, kind: str, said: Mapping[str, str], version: int) -> Notice:
    """Write a footer page: the first time (version 0), or in the place of the one with this version.

    Words are kept apart in the event, because they may name people. Raises WrittenMeanwhile where the page is not as
    the writer saw it.
    """
    Body.objects.select_for_update().get(pk=body.pk)  # Two people may write on it for the first time at once.
    now = Notice.objects.filter(body=body, kind=kind).first()
    if (now.version if now else 0) != version:
        raise WrittenMeanwhile(now.version if now else 0)
    before = dict(now.said) if now else {}
    changed = [part for part in KINDS[kind].parts if before.get(part.name, "") != said.get(part.name, "")]
    found = now or Notice(body=body, kind=kind, version=0)
    found.said, found.version = dict(said), version + 1
    found.save()
    plain = [part.name for part in changed if part.kind != TEXT]
    words = [part.name for part in changed if part.kind == TEXT]
    record(actor, Change(
        "write a footer page", "notices", kind, {name: before.get(name, "") for name in plain},
        {name: said.get(name, "") for name in plain},
        {f"before.{name}": before.get(name, "") for name in words}
        | {f"after.{name}": said.get(name, "") for name in words}))
    return found
