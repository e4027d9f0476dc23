"""Writers take turns, and so does whoever takes up what they noted: nothing is lost between two of them."""

from threading import Thread

import pytest
from django.db import connections, transaction

from commonweal.basics.tables import Record
from commonweal.ledger.tables import BY_NAME
from commonweal.web.audit.actions import verify
from commonweal.web.audit.models import Head
from commonweal.web.monitoring.models import Position, Stale
from commonweal.web.monitoring.refresh import refresh_activity
from commonweal.web.people.models import Body
from commonweal.web.register.actions import write_row
from commonweal.web.register.models import ROWS
from tests.web.conftest import TESTER, until_it_waits

pytestmark = pytest.mark.django_db(transaction=True)


def _organisation(key):
    return Record(BY_NAME["organisations"], dict.fromkeys(BY_NAME["organisations"].names) | {
        "id": key, "name": key.title(), "kind": "company"})


def _beside(act):
    """A thread that has a connection of its own; what it raises fails the test."""
    def acts():
        try:
            act()
        finally:
            connections.close_all()

    return Thread(target=acts)


def test_what_is_written_while_results_are_made_anew_is_in_them_or_noted_for_the_next(body):
    refresh_activity.call(body.slug, "repairs")
    claims = ROWS["deliveries"].objects.filter(body=body, activity="repairs")
    claim = claims.first()
    held = claim.to_record()
    # Both notes stand already, so the writer relies on the job that they stand for.
    Stale.objects.bulk_create([Stale(body=body, activity=""), Stale(body=body, activity="repairs")])
    job = _beside(lambda: refresh_activity.call(body.slug, "repairs"))
    with transaction.atomic():
        write_row(TESTER, body, Record(held.table, dict(held.values) | {"state": "queried"}), claim.row_version)
        job.start()
        until_it_waits(job)
    job.join()
    asked = claims.filter(state="queried").count()
    assert Position.objects.get(body=body, activity="repairs").asked == asked > 0
    assert list(Stale.objects.values_list("activity", flat=True)) == [""]


def test_the_first_two_writers_of_all_begin_one_chain(transactional_db):
    body = Body.objects.create(slug="first", name="First Council")
    second = _beside(lambda: write_row(TESTER, body, _organisation("second"), 0))
    with transaction.atomic():
        write_row(TESTER, body, _organisation("first"), 0)
        second.start()
        until_it_waits(second)
    second.join()
    assert verify() == (2, []) and Head.objects.count() == 1
