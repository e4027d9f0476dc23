"""A period that asks for returns, for tests of returns and of checking them."""

from datetime import date
from decimal import Decimal

from commonweal.web.people.models import Body
from commonweal.web.returns.actions import Declared, save_answer, send
from commonweal.web.returns.arranging import open_round
from commonweal.web.returns.models import Answer, Return, Round, Sending
from tests.web.conftest import TESTER

QUARTER = {"key": "2025-q1", "label": "January to March 2025", "period_kind": "quarter", "start": date(2025, 1, 1),
           "end": date(2025, 3, 31), "opens": date(2025, 4, 1), "due": date(2025, 5, 1)}
DECLARED = Declared("Robin Reporter", "Site manager", "here", date(2025, 4, 20))
SAYS = dict.fromkeys(Answer.SAYS) | {"basis": "increment", "nothing": False}


def in_boxes(name: str, day: str) -> dict[str, str]:
    """A day, written as 2025-03-31, as somebody types it in three boxes; whatever it is, if it is no day."""
    year, month, number = day.split("-") if day.count("-") == 2 else ("", "", day)
    return {f"{name}_day": number, f"{name}_month": month, f"{name}_year": year}


def opened(body: Body) -> Round:
    """The quarter, open."""
    return open_round(TESTER, body, QUARTER)[0]


def asked(body: Body, organisation: str = "brightbuild") -> Return:
    """The return of an organisation, freshly read."""
    return Return.objects.select_related("body", "round").get(body=body, organisation=organisation)


def answered(returned: Return, measure: str, quantity: str, actor=TESTER, **more) -> Answer:
    """An answer saved as done."""
    answer = returned.answers.get(measure=measure)
    return save_answer(actor, answer, SAYS | {"quantity": Decimal(quantity)} | more, answer.version, True)


def sent(returned: Return, actor=TESTER) -> Sending:
    """The return sent, as it stands."""
    returned.refresh_from_db()
    return send(actor, returned, returned.sent, DECLARED)
