"""Mails about returns, sent behind the pages. No mail holds a figure, nor anything that was answered."""

from django.urls import reverse
from django_tasks import task

from commonweal.web.people.models import Body, Membership, Person
from commonweal.web.people.outbox import tell
from commonweal.web.register.reading import titles
from commonweal.web.returns.models import Return, Round, Sending


def suppliers(body: Body, organisation: str) -> list[Person]:
    """Those who answer for an organisation."""
    held = Membership.objects.filter(body=body, role="supplier", organisation=organisation, person__is_active=True)
    return [found.person for found in held.select_related("person").order_by("person_id")]


def _page(returned: Return, name: str = "return") -> str:
    return reverse(name, kwargs={"body": returned.body.slug, "reference": returned.key})


@task()
def tell_opened(opened: int) -> None:
    """Tell every supplier of a period that its returns are open; once for all of an organisation's."""
    found = Round.objects.select_related("body").get(pk=opened)
    organisations = set(found.returns.filter(sent=0, under="").values_list("organisation", flat=True))
    held = Membership.objects.filter(body=found.body, role="supplier", organisation__in=organisations)
    tell({member.person for member in held.select_related("person")}, found.body,
         reverse("returns", kwargs={"body": found.body.slug}), f"{found.body.name} asks what was done: {found.label}",
         f"Your return for {found.label} is open. It shows only what was promised, and is due on {found.due:%Y-%m-%d}. "
         "If there is nothing to report, that is one choice.")


@task()
def tell_sent(sending: int) -> None:
    """Mail the receipt to those who answer for the organisation, also where staff entered the return for them."""
    found = Sending.objects.select_related("returned__body", "returned__round").defer("content").get(pk=sending)
    held = found.returned
    activity = titles(held.body, "activities", [held.activity])[held.activity]
    how = "" if found.how == "here" else f" It was received by {found.how} and entered for you: please look through it."
    subject = f"Receipt {held.key}, {found.number}"
    tell(suppliers(held.body, held.organisation), held.body, _page(held, "return-receipt"), subject,
         f"Your return about {activity} for {held.round.label} was sent.{how} The receipt and the file of what was "
         f"sent are here. The file's fingerprint is {found.sha256}.")


@task()
def tell_invited(returned: int, person: int) -> None:
    """Mail somebody who was invited to answer."""
    held = Return.objects.select_related("body", "round").get(pk=returned)
    activity = titles(held.body, "activities", [held.activity])[held.activity]
    tell([Person.objects.get(pk=person)], held.body, _page(held), f"You are invited to answer: {activity}",
         f"You were invited to say what was done in {held.round.label} about {activity}.")


@task()
def tell_decided(returned: int, subject: str, text: str) -> None:
    """Mail those who answer for an organisation what was decided or asked about its return."""
    held = Return.objects.select_related("body", "round").get(pk=returned)
    tell(suppliers(held.body, held.organisation), held.body, _page(held), subject, text)
