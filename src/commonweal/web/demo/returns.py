"""What the demonstration's people find of returns: one due in six days, one that was sent, and a question about it."""

from datetime import date, timedelta
from decimal import Decimal

from commonweal.exchange.files import File
from commonweal.ledger.asking import LASTING
from commonweal.web.audit.actions import Actor
from commonweal.web.evidence.actions import take
from commonweal.web.people.access import Visit
from commonweal.web.people.models import Body, Person
from commonweal.web.register.reading import record
from commonweal.web.returns.actions import Declared, save_answer, send
from commonweal.web.returns.arranging import open_round
from commonweal.web.returns.models import Answer, Return
from commonweal.web.returns.tasklist import sheet_of
from commonweal.web.review.actions import decide

_DECLARED = ("Riley Reporter (invented)", "Contract lead")


def show_returns(actor: Actor, body: Body, officer: Person, sent: str) -> None:
    """Open a quarter that is due in six days; the return about `sent` is in already, and has a question."""
    today = body.today()
    opened, _, _ = open_round(actor, body, {
        "key": "2025-q2", "label": "April to June 2025", "period_kind": "quarter", "start": date(2025, 4, 1),
        "end": date(2025, 6, 30), "opens": today - timedelta(days=24), "due": today + timedelta(days=6)})
    returned = Return.objects.filter(round=opened, activity=sent).select_related("round", "body").first()
    if returned is None:
        return
    for task in sheet_of(returned).tasks:
        answer = task.answer
        last = task.last.number_or_zero("quantity") if task.last else Decimal(1)
        said: dict[str, object] = {name: getattr(answer, name) for name in Answer.SAYS} | {"nothing": False}
        said["quantity"] = answer.quantity if task.counting in LASTING and answer.quantity is not None else last
        save_answer(actor, answer, said, 0, True)
        take(actor, body, (returned.activity, returned.organisation, answer.key),
             [File("list.csv", f"measure,number\n{answer.measure},{said['quantity']}\n".encode())], "register",
             opened.end)
    send(actor, returned, 0, Declared(*_DECLARED, "here", today - timedelta(days=3)))
    first = returned.answers.order_by("position").first()
    claim = record(body, "deliveries", first.claim) if first and first.claim else None
    if claim:
        decide(Visit.of(officer, body, "command demo"), claim, "query",
               "The list names one day twice. Which of the two is right?")
