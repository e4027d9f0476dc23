"""Opening a period: who is asked what, with what stays the same filled in from last time."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext

from commonweal.basics.findings import Refused
from commonweal.basics.tables import Record
from commonweal.ledger.asking import Promise, deliverers, last_claims, promises_in, what_stays
from commonweal.web.people.models import Body
from commonweal.web.register.models import Row
from commonweal.web.register.reading import measures, records
from commonweal.web.returns.models import Answer, Return, Round

# How many returns are named where something is refused because of them.
_FEW = 5


def promises(body: Body, start: date, end: date, **chosen: object) -> dict[str, list[Promise]]:
    """The promises in force in a span, by contract or project, in the order of the register."""
    return promises_in(records(body, "commitments", **chosen), start, end)


def open_returns(opened: Round) -> tuple[int, int]:
    """Ask everybody who is to be asked and was not yet; how many returns and answers are new. For writers to share."""
    body = opened.body
    asked = promises(body, opened.start, opened.end)
    who = deliverers(records(body, "parties", activity__in=asked), opened.start, opened.end)
    known = {(held.activity, held.organisation): held for held in opened.returns.all()}
    for activity in asked:
        for organisation in who.get(activity, ()):
            if (activity, organisation) not in known:
                known[activity, organisation] = new_return(opened, activity, organisation)
    Return.objects.bulk_create([held for held in known.values() if held.pk is None], batch_size=500)
    new = list(new_answers(known.values(), asked))
    Answer.objects.bulk_create(new, batch_size=500)
    return len({answer.returned_id for answer in new}), len(new)


def refuse_asked(sender: type[Row], instance: Row, **said: object) -> None:
    """Raise Refused where a contract or project, or an organisation, is about to be deleted that returns ask about.

    Whichever way a writer takes: so no page of a return meets one that is not in the register.
    """
    key = instance.key
    of_it = Q(activity=key) if sender.TABLE.name == "activities" else Q(organisation=key) | Q(under=key)
    about = Return.objects.filter(of_it, body=instance.body_id).order_by("key")
    keys = list(about.values_list("key", flat=True)[:_FEW + 1])
    if keys:
        raise Refused(gettext("Returns ask about “%(key)s”, so it stays in the register: %(returns)s. Write when and "
                              "how it ended instead.") % {
                                  "key": key, "returns": ", ".join(keys[:_FEW]) + (
                                      "…" if len(keys) > _FEW else "")})


def new_return(opened: Round, activity: str, organisation: str, under: str = "") -> Return:
    """A return that is not yet kept."""
    return Return(round=opened, body=opened.body, activity=activity, organisation=organisation, under=under,
                  key=f"{opened.key}.{activity}.{organisation}", due=opened.due)


def last_position(held: Return, answers: Iterable[Answer]) -> int:
    """The highest place of these answers of a return, and of those that were taken away from it."""
    return max(held.gone, *(answer.position for answer in answers), 0)


def new_answers(returns: Iterable[Return], asked: Mapping[str, list[Promise]]) -> Iterator[Answer]:
    """An answer for each promise that a return does not ask about yet."""
    returns = list(returns)
    if not returns:
        return
    known: dict[int, list[Answer]] = defaultdict(list)
    for answer in Answer.objects.filter(returned__in=returns):
        known[answer.returned_id].append(answer)
    counting = {name: found.text("counting") for name, found in measures(returns[0].body).items()}
    last = _last_claims(returns[0].body, returns[0].round.start, {held.activity for held in returns})
    for held in returns:
        has = {answer.commitment for answer in known[held.pk]}
        place = last_position(held, known[held.pk])
        for promise in asked.get(held.activity, ()):
            if promise.root not in has:
                place += 1
                yield filled_in(held, promise, place, last.get((promise.root, held.organisation)), counting)


def filled_in(held: Return, promise: Promise, position: int, last: Record | None,
              counting: Mapping[str, str]) -> Answer:
    """A new answer with what stays the same since last time."""
    measure = promise.row.text("measure")
    answer = Answer(returned=held, key=f"{held.key}.{position}", position=position, measure=measure,
                    commitment=promise.root, stage=promise.row.text("person_stage") or "not-applicable",
                    place=promise.row.get("place"))
    for name, value in what_stays(last, counting.get(measure, "")).items():
        setattr(answer, name, value)
    return answer


def _last_claims(body: Body, before: date, activities: Iterable[str]) -> dict[tuple[str, str], Record]:
    chosen: dict[str, object] = {"activity__in": list(activities)} if len(set(activities)) < 500 else {}
    return last_claims(records(body, "deliveries", end__lt=before, **chosen), before)
