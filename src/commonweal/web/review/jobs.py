"""Mails about periods."""

from django.urls import reverse
from django.utils.translation import gettext
from django_tasks import task

from commonweal.web.people.models import Membership, Person
from commonweal.web.people.outbox import tell
from commonweal.web.returns.models import Round


@task()
def tell_reopened(opened: int, reason: str) -> None:
    """Tell those who signed a period, and the suppliers who reported in it, that it is open again, and why."""
    found = Round.objects.select_related("body").get(pk=opened)
    staff = Person.objects.filter(key__in=list(found.signoffs.values_list("person", flat=True)), is_active=True)
    held = Membership.objects.filter(body=found.body, role="supplier", person__is_active=True,
                                     organisation__in=list(found.returns.values_list("organisation", flat=True)))
    suppliers = {member.person for member in held.select_related("person")}
    said = {"period": found.label, "reason": reason}
    text = gettext("%(period)s was approved and locked, and is open again. The reason: %(reason)s") % said
    for people, page in ((staff, reverse("period", kwargs={"body": found.body.slug, "span": found.key})),
                         (suppliers, reverse("returns", kwargs={"body": found.body.slug}))):
        tell(people, found.body, page, gettext("%(period)s is open again") % said, text)
