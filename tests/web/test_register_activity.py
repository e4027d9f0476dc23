"""The page of one contract or project: everything of it, by a fixed number of queries, and no way to others' things."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from commonweal.web.register.models import ROWS
from tests.web.conftest import person, signed_in
from tests.web.test_register_forms import SENT, sent

PAGE = "/smallford/activities/repairs/"


@pytest.fixture
def officer(body):
    return signed_in(person("officer", body))


def _claims(body, count):
    model = ROWS["deliveries"]
    start = model.objects.filter(body=body).count()
    day = datetime.date(2024, 5, 1)
    model.objects.bulk_create(
        model(body=body, key=f"more-{start + n}", activity="repairs", commitment="repairs-hours", state="submitted",
              measure="volunteering-hours", quantity="1", bound="exact", start=day, end=day + datetime.timedelta(n),
              period_kind="quarter", basis="increment", counts=True, row_position=100 + start + n)
        for n in range(count))


def _text(browser, address=PAGE):
    return browser.get(address).content.decode()


def test_everything_of_it_stands_on_its_page(body, officer):
    officer.post("/smallford/activities/repairs/add/remedies/", sent(SENT["remedies"], "r"))
    officer.post("/smallford/activities/repairs/add/adjustments/", sent(SENT["adjustments"], "a"))
    page = _text(officer)
    for said in ("Housing repairs 2024 to 2026", "£1,200,000.00", "Brightbuild Repairs Ltd (invented)",
                 "main contractor", "400 hours", "45.5 hours", "Sent in, not yet decided", "Checked", "timesheet",
                 "confirmed by", "Asked for a plan", "would have happened anyway", "20%", "History",
                 "action on something late added"):
        assert said in page, said


def test_the_number_of_queries_does_not_grow_with_what_was_done(body, officer):
    counts = []
    for more in (5, 90):
        _claims(body, more)
        with CaptureQueriesContext(connection) as queries:
            assert officer.get(PAGE).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_what_was_done_stands_latest_first_on_pages(body, officer):
    _claims(body, 40)
    first, second = _text(officer), _text(officer, f"{PAGE}?page=2")
    assert "43 reports of what was done" in first
    assert "9 June 2024" in first and "9 June 2024" not in second and "2 May 2024" in second


def test_a_manager_reads_of_a_part_that_is_not_theirs_and_is_led_nowhere(body, officer):
    officer.post("/smallford/records/activities/add/", sent(SENT["activities"], part_of="repairs"))
    manager = signed_in(person("manager", body, looks_after=("repairs",)))
    page = _text(manager)
    assert "Harbour Lights" in page and "/activities/harbour-lights/" not in page
    assert manager.get("/smallford/activities/harbour-lights/").status_code == 404
    assert manager.get("/smallford/row/activities/harbour-lights/").status_code == 404


def test_somebody_who_only_reads_is_offered_nothing_to_change(body):
    page = _text(signed_in(person("auditor", body)))
    assert "/change/" not in page and "/add/" not in page and "Housing repairs" in page


def test_a_reduction_for_everything_belongs_to_no_contract(body, officer):
    answer = officer.post("/smallford/records/adjustments/add/", sent(SENT["adjustments"]))
    assert answer.status_code == 302 and ROWS["adjustments"].objects.get(body=body).activity is None
    manager = signed_in(person("manager", body, looks_after=("repairs",)))
    assert manager.get(answer.headers["Location"]).status_code == 404
