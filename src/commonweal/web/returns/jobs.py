"""Mails about returns, sent behind the pages. No mail holds a figure, nor anything that was answered."""

from django.urls import reverse
from django.utils.translation import gettext
from django_tasks import task

from commonweal.web.config.pages import day
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
    found = Round.objects.select_related("body").filter(pk=opened).first()
    if found is None:  # It was taken back.
        return
    organisations = set(found.returns.filter(sent=0, under="").values_list("organisation", flat=True))
    held = Membership.objects.filter(body=found.body, role="supplier", organisation__in=organisations)
    said = {"body": found.body.name, "period": found.label, "day": day(found.due)}
    tell({member.person for member in held.select_related("person")}, found.body,
         reverse("returns", kwargs={"body": found.body.slug}),
         gettext("%(body)s asks what was done: %(period)s") % said,
         gettext("Your return for %(period)s is open. It shows only what was promised, and is due on %(day)s. "
                 "If there is nothing to report, that is one choice.") % said)


@task()
def tell_sent(sending: int) -> None:
    """Mail the receipt to those who answer for the organisation, also where staff entered the return for them."""
    found = Sending.objects.select_related("returned__body", "returned__round").defer("content").get(pk=sending)
    held = found.returned
    activity = titles(held.body, "activities", [held.activity])[held.activity]
    said = {"activity": activity, "period": held.round.label, "how": gettext(found.how), "fingerprint": found.sha256}
    sentences = [
        gettext("Your return about %(activity)s for %(period)s was sent.") % said,
        gettext("It was received by %(how)s and entered for you: please look through it.") % said
        if found.how != "here" else "",
        gettext("The receipt and the file of what was sent are here. "
                "The file's fingerprint is %(fingerprint)s.") % said]
    subject = gettext("Receipt %(reference)s, %(number)s") % {"reference": held.key, "number": found.number}
    tell(suppliers(held.body, held.organisation), held.body, _page(held, "return-receipt"), subject,
         " ".join(filter(None, sentences)))


@task()
def tell_to_pass_on(returned: int) -> None:
    """Mail those who answer for a main supplier that its subcontractor sent lines, which wait until they pass them on.
    """
    held = Return.objects.select_related("body", "round").get(pk=returned)
    main = Return.objects.get(round=held.round, activity=held.activity, organisation=held.under)
    said = {"activity": titles(held.body, "activities", [held.activity])[held.activity], "period": held.round.label,
            "who": titles(held.body, "organisations", [held.organisation], "name")[held.organisation]}
    tell(suppliers(held.body, held.under), held.body, _page(main),
         gettext("Your subcontractor has sent its lines: %(activity)s") % said,
         gettext("%(who)s said what it did in %(period)s about %(activity)s. Read its lines, pass them on, and send "
                 "your return: until then they count nowhere.") % said)


@task()
def tell_invited(returned: int, person: int) -> None:
    """Mail somebody who was invited to answer."""
    held = Return.objects.select_related("body", "round").get(pk=returned)
    activity = titles(held.body, "activities", [held.activity])[held.activity]
    said = {"activity": activity, "period": held.round.label}
    tell([Person.objects.get(pk=person)], held.body, _page(held),
         gettext("You are invited to answer: %(activity)s") % said,
         gettext("You were invited to say what was done in %(period)s about %(activity)s.") % said)


@task()
def tell_asked(returned: int) -> None:
    """Mail those who answer for an organisation that it is asked as somebody's subcontractor."""
    held = Return.objects.select_related("body", "round").get(pk=returned)
    activity = titles(held.body, "activities", [held.activity])[held.activity]
    said = {"activity": activity, "period": held.round.label,
            "who": titles(held.body, "organisations", [held.under], "name")[held.under]}
    tell(suppliers(held.body, held.organisation), held.body, _page(held),
         gettext("You are asked as a subcontractor: %(activity)s") % said,
         gettext("%(who)s names you as its subcontractor. You are asked what you did in %(period)s about %(activity)s; "
                 "if somebody else of yours shall answer, invite them there. If you are not its subcontractor, tell "
                 "your contact.") % said)


@task()
def tell_decided(returned: int, subject: str, text: str) -> None:
    """Mail those who answer for an organisation what was decided or asked about its return, in words of the catalogue.
    """
    held = Return.objects.select_related("body", "round").get(pk=returned)
    tell(suppliers(held.body, held.organisation), held.body, _page(held), gettext(subject),
         gettext(text))
