"""Lists of returns, with where each stands, in a number of queries that does not grow with them."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from commonweal.basics.csv_files import for_people, write_rows
from commonweal.basics.tables import write_value
from commonweal.web.evidence.models import Upload
from commonweal.web.people.models import Body
from commonweal.web.register.models import ROWS
from commonweal.web.register.reading import measures, titles
from commonweal.web.returns.models import Answer, MoreTime, Return, Sending
from commonweal.web.returns.tasklist import state_of, state_of_answer


@dataclass(frozen=True)
class Line:
    """One return in a list."""

    returned: Return
    activity: str
    organisation: str
    state: str
    answered: int
    answers: int
    receipts: tuple[Sending, ...]
    wish: MoreTime | None

    def late(self, today: date) -> bool:
        """Whether it was due and nothing was sent."""
        return not self.returned.sent and self.returned.due < today


def lines(body: Body, chosen: QuerySet[Return]) -> list[Line]:
    """Each of these returns as a line."""
    found = list(chosen.select_related("round"))
    answers: dict[int, list[Answer]] = defaultdict(list)
    for answer in Answer.objects.filter(returned__in=found):
        answers[answer.returned_id].append(answer)
    claims = {answer.key: answer.claim for held in answers.values() for answer in held if answer.claim}
    rows = ROWS["deliveries"].objects.filter(body=body, key__in=list(claims.values()))
    state_by_claim = dict(rows.values_list("key", "state"))
    more = set(Upload.objects.filter(body=body, answer__in=list(claims), row="").values_list("answer", flat=True))
    receipts: dict[int, list[Sending]] = defaultdict(list)
    for sending in Sending.objects.filter(returned__in=found).defer("content"):
        receipts[sending.returned_id].append(sending)
    wishes = {wish.returned_id: wish for wish in MoreTime.objects.filter(returned__in=found, decision="")}
    activities = titles(body, "activities", (held.activity for held in found))
    organisations = titles(body, "organisations", (held.organisation for held in found), "name")
    return [Line(held, activities[held.activity], organisations[held.organisation],
                 state_of([state_of_answer(answer, state_by_claim.get(answer.claim), more=answer.key in more)
                           for answer in answers[held.pk]], held.sent),
                 sum(answer.done for answer in answers[held.pk]), len(answers[held.pk]),
                 tuple(receipts[held.pk]), wishes.get(held.pk)) for held in found]


HISTORY = ("reference", "period", "contract_or_project", "measure", "unit", "quantity", "basis", "first_day",
           "last_day", "place", "state", "confirmed_by", "reported_on", "note")


def history(body: Body, organisations: Iterable[str], without: Collection[str] = ()) -> list[list[str]]:
    """Everything that organisations reported to the body, oldest first: what they may take away as their own.

    What they reported for the contracts and projects of `without` is left out.
    """
    rows = ROWS["deliveries"].objects.filter(body=body, reported_by__in=list(organisations)).exclude(
        activity__in=without).order_by("end", "key")
    known = measures(body)
    named = titles(body, "activities", rows.values_list("activity", flat=True).distinct())
    asked = Return.objects.filter(body=body, organisation__in=list(organisations))
    labels = dict(asked.values_list("key", "round__label"))
    told = []
    for row in rows:
        measure = known.get(row.measure or "")
        told.append([
            row.key, labels.get((row.source or "").removeprefix("Return "), ""), named.get(row.activity, row.activity),
            measure.text("title") if measure else row.measure, measure.text("unit") if measure else "",
            *(write_value(getattr(row, name)) for name in ("quantity", "basis", "start", "end", "place", "state",
                                                           "confirmed_by", "reported_on", "note"))])
    return told


def history_file(body: Body, organisations: Iterable[str]) -> bytes:
    """The same as a CSV file."""
    return for_people(write_rows(HISTORY, history(body, organisations)))
