"""A home of the site with the records of an invented authority in it, and people of every role who look after them.

Run within a process whose surroundings name the home. What stands in it is made in bulk and not through forms; what
pages read that jobs have made is made by those jobs, and each is timed.
"""

import io
import sqlite3
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from bench.authority import END, SITE, START, write_book

SLUG = "authority"
# The day by which it is told what is due and late: well within the year of the records.
TODAY = date(2025, 12, 31)
QUARTERS = (("2025-q2", START, date(2025, 6, 30)), ("2025-q3", date(2025, 7, 1), date(2025, 9, 30)),
            ("2025-q4", date(2025, 10, 1), TODAY), ("2026-q1", date(2026, 1, 1), END))
# How many contracts and projects the manager looks after, and how many releases and frozen figures there are: both are
# as many in a small authority as in a large one.
LOOKED_AFTER, RELEASES = 25, 20
CALENDAR = """period,step,due,done
2025-26,collection-opens,2025-10-01,2025-10-01
2025-26,lock,2026-04-30,
2025-26,approval,2026-05-31,
2025-26,publication,2026-06-30,
"""


class Jobs:
    """What each step took: seconds and processor seconds by its name, and for how many rows."""

    def __init__(self) -> None:
        self.took: dict[str, tuple[float, float, int]] = {}

    @contextmanager
    def timed(self, what: str, rows: Callable[[], int] = lambda: 0) -> Iterator[None]:
        """Note what the block takes, under this name."""
        clock, processor = time.perf_counter(), time.process_time()
        yield
        self.took[what] = (time.perf_counter() - clock, time.process_time() - processor, rows())


def fill(activities: int) -> Jobs:
    """Make the database, take the records in, open four quarters, and run every job once. Needs `django.setup()`."""
    from django.core.management import call_command

    from commonweal.web.audit.actions import Actor
    from commonweal.web.monitoring.refresh import refresh_body
    from commonweal.web.people.models import Body
    from commonweal.web.register.actions import take_in
    from commonweal.web.register.faults import look_over
    from commonweal.web.register.models import Fault
    from commonweal.web.returns.arranging import open_round
    from commonweal.web.review.models import Waiting
    from commonweal.web.review.weighing import weigh_all

    jobs = Jobs()
    call_command("prepare", stdout=io.StringIO())
    body = Body.objects.create(slug=SLUG, name="Authority", stands_on=TODAY)
    actor = Actor("", "bench", SLUG, "bench")
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "book"
        lines = write_book(place, activities, SITE)
        (place / "calendar.csv").write_text(CALENDAR, encoding="utf-8")
        with jobs.timed("all records taken in", lambda: lines):
            take_in(actor, body, place)
    _people(body, activities)
    with jobs.timed("four quarters opened", lambda: 4 * activities):
        for key, start, end in QUARTERS:
            open_round(actor, body, {"key": key, "label": f"{start:%B} to {end:%B %Y}", "period_kind": "quarter",
                                     "start": start, "end": end, "opens": end, "due": end + timedelta(30)})
    _sent(body)
    _events(lines)
    _releases(body)
    with jobs.timed("all records looked over", lambda: Fault.objects.count()):
        look_over(body)
    with jobs.timed("every contract and the whole made anew", lambda: activities):
        refresh_body.call(SLUG)
    with jobs.timed("everything that waits weighed", lambda: Waiting.objects.count()):
        weigh_all.call(body.pk)
    return jobs


def one_write(jobs: Jobs) -> None:
    """Write one row of the largest contract, and run the jobs that it asks for at once."""
    from commonweal.basics.tables import Record
    from commonweal.web.audit.actions import Actor
    from commonweal.web.monitoring.refresh import refresh_activity
    from commonweal.web.people.models import Body
    from commonweal.web.register.actions import write_row
    from commonweal.web.register.reading import record
    from commonweal.web.review.weighing import weigh

    body, actor = Body.objects.get(), Actor("", "bench", SLUG, "bench")
    known = record(body, "deliveries", "c0000.00001")
    assert known is not None
    new = Record(known.table, dict(known.values) | {"id": "c0000.new", "quantity": Decimal("11.11")})
    with jobs.timed("one row written"):
        write_row(actor, body, new, 0)
    with jobs.timed("its contract made anew"):
        refresh_activity.call(SLUG, "c0000")
    with jobs.timed("what waits of its contract weighed"):
        weigh.call(body.pk, "c0000")


def bring(jobs: Jobs, payments: int = 16_793) -> None:
    """Bring in a list of as many payments as one council pays a year, and take it back; how long others wait meanwhile.

    Nothing is left of it but its events.
    """
    from commonweal.basics.tables import Record
    from commonweal.exchange.arrival import Arrival
    from commonweal.exchange.files import File
    from commonweal.exchange.receipt import SheetCount, receipt
    from commonweal.ledger.tables import BY_NAME
    from commonweal.web.audit.actions import Actor
    from commonweal.web.people.models import Body
    from commonweal.web.register.arrivals import bring_in, take_back
    from commonweal.web.register.models import Import

    table, file = BY_NAME["payments"], File("list.csv", b"")
    rows = tuple(Record(table, dict.fromkeys(table.names) | {
        "id": f"list.{number}", "paid": START + timedelta(number % 365), "amount": Decimal(number).scaleb(-2),
        "supplier": f"Supplier {number % 4_000} Ltd", "company_number": f"{number % 4_000:08}",
        "category": f"Category {number % 60}", "source": f"list.csv, row {number}"})
        for number in range(2, payments + 2))
    body, actor = Body.objects.get(), Actor("", "bench", SLUG, "bench")
    found = Import.objects.create(body=body, door="map", name=file.name, sha256=file.sha256, state=Import.State.AGREED)
    arrival = Arrival(receipt(file, [SheetCount("", payments, payments, 0, 0)], []), {"payments": rows})
    for what, step in (("a list of payments brought in", lambda: bring_in(actor, found, arrival)),
                       ("the list taken back", lambda: take_back(actor, found))):
        with _others_wait(jobs, what), jobs.timed(what, lambda: payments):
            step()


@contextmanager
def _others_wait(jobs: Jobs, what: str) -> Iterator[None]:
    """Ask for the database again and again to write on it, and note how long that took at most while the block ran."""
    from django.db import connection

    waits, done = [0.0], threading.Event()

    def ask() -> None:
        with closing(sqlite3.connect(connection.settings_dict["NAME"], timeout=600, isolation_level=None)) as other:
            while not done.wait(0.02):
                begun = time.perf_counter()
                other.execute("BEGIN IMMEDIATE")
                waits.append(time.perf_counter() - begun)
                other.execute("ROLLBACK")

    asking = threading.Thread(target=ask)
    asking.start()
    try:
        yield
    finally:
        done.set()
        asking.join()
    jobs.took[f"{what}: the longest that others waited to write"] = (max(waits), 0.0, 0)


def export(jobs: Jobs) -> str:
    """Freeze all records as the site does, and say the fingerprint."""
    from commonweal.web.people.models import Body
    from commonweal.web.publishing.making import freeze, keep_figures
    from commonweal.web.publishing.models import Frozen
    from commonweal.web.register.models import ROWS

    found = Frozen.objects.create(body=Body.objects.get(), asked_by="bench", as_of=END)
    with jobs.timed("all records frozen for a report", lambda: ROWS["deliveries"].objects.count()):
        freeze.call(found.pk)
    with jobs.timed("their figures kept for programs"):
        keep_figures.call(found.pk)
    found.refresh_from_db()
    if not found.fingerprint:
        raise SystemExit(f"The records could not be frozen: {found.refusal} {found.findings[:3]}")
    return found.fingerprint


def _people(body: Any, activities: int) -> None:
    """Somebody of each role; the manager looks after the first contracts, the supplier delivers the first."""
    from allauth.mfa.totp.internal.auth import TOTP

    from commonweal.web.people.models import Assignment, Membership, Person
    from commonweal.web.people.roles import ROLES

    for role in ROLES:
        person = Person.objects.create_user(f"{role}@authority.example", f"{role.capitalize()} of the authority")
        Membership.objects.create(person=person, body=body, role=role,
                                  organisation="supplier-0000" if role == "supplier" else "")
        if role != "supplier":
            TOTP.activate(person, "JBSWY3DPEHPK3PXP")
        if role == "manager":
            Assignment.objects.bulk_create(
                Assignment(person=person, body=body, activity=f"c{number:04}")
                for number in range(min(LOOKED_AFTER, activities)))


def _sent(body: Any) -> None:
    """All returns but those of the last quarter are in."""
    from django.db.models import F

    from commonweal.web.returns.models import Answer, Return, Sending

    earlier = Return.objects.filter(body=body).exclude(round__key=QUARTERS[-1][0])
    Answer.objects.filter(returned__in=earlier).update(
        quantity=Decimal(100), done=True, version=1, sent_version=1, claim=F("key"))
    at = datetime(2025, 11, 30, tzinfo=UTC)
    Sending.objects.bulk_create(
        (Sending(returned_id=pk, number=1, at=at, event=1, person="", received=at.date(), rows=1, content=b"",
                 sha256="") for pk in earlier.values_list("pk", flat=True).iterator()), batch_size=500)
    earlier.update(sent=1)


def _events(lines: int) -> None:
    """An event for each line: it was sent."""
    from commonweal.web.audit.chain import place
    from commonweal.web.audit.models import Event, Head
    from commonweal.web.people.models import Person

    supplier = Person.objects.get(memberships__role="supplier").key
    head = Head.objects.get()

    def made() -> Iterator[Event]:
        for number in range(head.number + 1, head.number + 1 + lines):
            said = {"number": number, "at": datetime(2025, 4, 1, tzinfo=UTC) + timedelta(minutes=number), "body": SLUG,
                    "person": supplier, "role": "supplier", "where": "POST return-check", "what": "send a return",
                    "table": "deliveries", "key": f"c{number % 50:04}.{number:05}", "before": "{}", "after": "{}",
                    "apart": "{}"}
            head.number, head.chain = number, place(head.chain, said)
            yield Event(**said, chain=head.chain)

    Event.objects.bulk_create(made(), batch_size=500)
    head.save()


def _releases(body: Any) -> None:
    """Frozen figures and releases of them, published."""
    from commonweal.web.publishing.models import Frozen, Release, Work

    at = datetime(2025, 11, 30, tzinfo=UTC)
    for number in range(1, RELEASES + 1):
        found = Frozen.objects.create(body=body, asked_by="bench", as_of=END, state=Work.READY, fingerprint="0" * 64)
        Release.objects.create(body=body, asked_by="bench", number=number, release=number, frozen=found,
                               state=Work.READY, fingerprint="0" * 64, published=at, published_by="bench")
