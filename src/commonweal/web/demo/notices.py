"""The footer pages of the demonstration, filled in as an invented body would."""

from collections.abc import Mapping

from commonweal.web.audit.actions import Actor
from commonweal.web.notices.actions import write_notice
from commonweal.web.notices.reading import starter
from commonweal.web.people.models import Body

_OFFICE = ("The social value office, socialvalue@northmere.example, 0114 496 0000, Civic Hall, Northmere. "
           "It answers within ten working days.")
_SAID: Mapping[str, Mapping[str, str]] = {
    "accessibility": {"faults": "No fault is known. Nobody has looked for one with a screen reader yet.",
                      "contact": _OFFICE, "prepared": "2025-03-31"},
    "privacy": {"controller": "The controller is the body itself. Its data protection officer is reached at "
                              "privacy@northmere.example.",
                "basis": "We need it for a task in the public interest (UK GDPR, article 6(1)(e)): the Public Services "
                         "(Social Value) Act 2012.",
                "sharing": "Nobody. The site runs on our own servers."},
    "cookies": {},
    "contact": {"office": _OFFICE, "requests": "Requests for information go to foi@northmere.example."},
}


def fill_notices(actor: Actor, body: Body) -> None:
    """Write every footer page of a body, so that nothing is left to be filled in."""
    for kind, said in _SAID.items():
        write_notice(actor, body, kind, starter(body, kind) | said, 0)
