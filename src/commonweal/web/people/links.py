"""Links that are mailed to people, by which they come to the page that a mail is about."""

from django.conf import settings
from django.core.mail import send_mail
from django.urls import reverse
from django.utils.http import urlencode

from commonweal.web.people.models import Body, Person


def mail_link(person: Person, body: Body, goes_to: str, subject: str, text: str) -> None:
    """Send somebody a mail with a link that leads to a page of the site, once they have signed in.

    `goes_to` is the page's path. The text says why; it holds no figures of people.
    """
    address = f"{settings.SITE_ADDRESS}{reverse('sign-in')}?{urlencode({'next': goes_to})}"
    send_mail(subject, f"{text}\n\n{address}\n\n{body.name}\n", None, [person.email])
