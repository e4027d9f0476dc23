"""A sample of evidence, drawn in proportion to the size of contracts, that an auditor can draw again with the seed.

Every claim has a size: what its contract or project is worth in whole pence, shared evenly among the claims about it,
at least 1. The sizes stand in a row in the order of the claims' ids. A point is chosen in the first interval by the
seed, and one further point in each interval after it; a claim is drawn when a point lies in its size. All of it is
whole numbers.
"""

import csv
import hashlib
import io
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext

from commonweal.basics.csv_files import for_people, write_rows
from commonweal.basics.findings import Refused
from commonweal.web.audit.actions import Change, PostedBefore, record, writes
from commonweal.web.audit.models import Event
from commonweal.web.people.access import Visit
from commonweal.web.people.roles import May
from commonweal.web.register.models import ROWS
from commonweal.web.register.reading import record as row_now
from commonweal.web.returns.models import Round
from commonweal.web.review.deciding import why_maker
from commonweal.web.review.models import Drawn, Sample

METHOD = (
    "Systematic sampling with probability proportional to size. Size of a claim = value of its contract or project in "
    "pence, divided by the number of claims about it in the population and rounded down, at least 1. Claims stand in "
    "the order of their ids. Interval = sum of sizes divided by the number wanted, rounded down, at least 1. First "
    "point = SHA-256 of the seed, read as a whole number, modulo the interval. Points follow at every interval. A "
    "claim is drawn when a point lies in its part of the running total: from the total before it up to, but not with, "
    "the total with it. A claim in which several points lie is drawn once.")
_COLUMNS = ("claim", "activity", "size")


@dataclass(frozen=True)
class Member:
    """One claim of the population."""

    claim: str
    activity: str
    size: int


def population(found: Round) -> list[Member]:
    """The claims of a period that were sent in or checked, each with its size, in the order of their ids."""
    body = found.body
    rows = sorted(ROWS["deliveries"].objects.filter(
        body=body, start__gte=found.start, end__lte=found.end, state__in=("submitted", "verified")).values_list(
        "key", "activity"))
    values = dict(ROWS["activities"].objects.filter(body=body).values_list("key", "value"))
    number = Counter(activity for _, activity in rows)
    return [Member(key, activity, max(int((values.get(activity) or 0) * 100) // number[activity], 1))
            for key, activity in rows]


def draw(members: Sequence[Member], wanted: int, seed: str) -> list[Member]:
    """The claims that the seed chooses."""
    total = sum(member.size for member in members)
    interval = max(total // wanted, 1)
    point = int(hashlib.sha256(seed.encode()).hexdigest(), 16) % interval
    drawn, before = [], 0
    for member in members:
        after = before + member.size
        if point < after:
            drawn.append(member)
            # On to the first point behind this claim: several in one claim count once.
            point += -(-(after - point) // interval) * interval
        before = after
    return drawn


def members_file(members: Sequence[Member]) -> bytes:
    """The population as a CSV file."""
    return write_rows(_COLUMNS, ((member.claim, member.activity, str(member.size)) for member in members)).encode()


def members_of(sample: Sample) -> list[Member]:
    """The population of a sample as it was when it was drawn."""
    rows = csv.DictReader(io.StringIO(bytes(sample.population).decode(), newline=""))
    return [Member(row["claim"], row["activity"], int(row["size"])) for row in rows]


@writes
def draw_sample(visit: Visit, found: Round, wanted: int, seed: str) -> Sample:
    """Draw a sample of a period's claims and keep it with its population. Refused where there is nothing to draw.

    The same again, of the same population, is the same sample: raises PostedBefore, with its number.
    """
    actor = visit.actor(May.CHECK_CLAIMS)
    held = Round.objects.select_for_update(of=("self",)).select_related("body").get(pk=found.pk)
    members = population(held)
    if not members:
        raise Refused(gettext("Nothing was sent in for this period yet, so there is nothing to draw."))
    listed = members_file(members)
    for same in held.samples.filter(seed=seed, wanted=wanted):
        if bytes(same.population) == listed:
            raise PostedBefore("samples", str(same.number))
    sample = Sample.objects.create(round=held, number=held.samples.count() + 1, seed=seed, wanted=wanted,
                                   at=timezone.now(), person=actor.person, population=listed)
    drawn = draw(members, wanted, seed)
    Drawn.objects.bulk_create(Drawn(sample=sample, position=place, claim=member.claim, activity=member.activity)
                              for place, member in enumerate(drawn, 1))
    record(actor, Change("draw a sample", "rounds", held.key, after={
        "sample": str(sample.number), "seed": seed, "wanted": str(wanted), "drawn": str(len(drawn)),
        "population": hashlib.sha256(listed).hexdigest()}))
    return sample


@writes
def note_result(visit: Visit, drawn: Drawn, result: str, note: str) -> None:
    """Write down what looking at the evidence of one drawn claim showed. Refused for whoever made the claim."""
    actor = visit.actor(May.CHECK_CLAIMS)
    held = Drawn.objects.select_for_update(of=("self",)).select_related("sample__round").get(pk=drawn.pk)
    claim = row_now(visit.body, "deliveries", held.claim)
    if claim and (why_not := why_maker(visit, claim)):
        raise Refused(why_not)
    before = held.result
    held.result, held.note, held.looked_by = result, note, actor.person
    held.save()
    record(actor, Change("look at sampled evidence", "deliveries", held.claim, {"result": before}, {"result": result},
                         {"note": note} if note else {}))


def forget_note(event: Event, name: str, value: str) -> None:
    """Blank what was noted of a drawn claim, where the audit trail loses it."""
    if event.table == "deliveries" and name == "note":
        Drawn.objects.filter(sample__round__body__slug=event.body, claim=event.key, note=value).update(note="")


def results(sample: Sample) -> Counter[str]:
    """How many drawn claims were found right, wrong or without evidence, and how many nobody looked at yet."""
    return Counter(drawn.result or "not looked at" for drawn in sample.drawn.all())


def paper(sample: Sample) -> str:
    """The working paper in words: everything that is needed to draw the sample again, and what it showed."""
    members, told = members_of(sample), results(sample)
    looked = told["right"] + told["wrong"] + told["missing"]
    faults = told["wrong"] + told["missing"]
    return "\n".join([
        f"Working paper: evidence sample {sample.number} of {sample.round.label}, "
        f"{sample.round.start} to {sample.round.end}",
        f"Body: {sample.round.body.name}", f"Drawn: {sample.at:%Y-%m-%d %H:%M} UTC", f"Seed: {sample.seed}",
        f"Population: {len(members)} claims sent in or checked, sum of sizes {sum(member.size for member in members)}",
        f"SHA-256 of the population file: {hashlib.sha256(bytes(sample.population)).hexdigest()}",
        f"Wanted: {sample.wanted}. Drawn: {sample.drawn.count()}", f"Method: {METHOD}",
        f"Looked at: {looked}. Right: {told['right']}. Wrong: {told['wrong']}. Evidence missing: {told['missing']}. "
        f"Not looked at yet: {told['not looked at']}",
        f"Error rate: {faults} of {looked} looked at" if looked else "Error rate: none yet, nothing was looked at", ""])


def paper_rows(sample: Sample) -> bytes:
    """The working paper as a CSV file: the whole population, what was drawn, and what it showed."""
    drawn = {found.claim: found for found in sample.drawn.all()}
    rows = []
    for member in members_of(sample):
        found = drawn.get(member.claim)
        rows.append([member.claim, member.activity, str(member.size), str(found.position) if found else "",
                     (found.result or "not looked at") if found else "", found.note if found else ""])
    return for_people(write_rows((*_COLUMNS, "drawn", "result", "note"), rows))
