"""Records to fix: everything that the checks find, kept, grouped, each with the form that mends it or declares it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from commonweal.web.register.faults import look_over
from commonweal.web.register.models import ROWS, Fault
from tests.web.conftest import person, signed_in
from tests.web.test_register_forms import sent

PAGE = "/smallford/to-fix/"


@pytest.fixture
def officer(body):
    return signed_in(person("officer", body))


def _text(browser, address=PAGE):
    return browser.get(address).content.decode()


def _break(body, count):
    """Contracts that end before they begin."""
    last = ROWS["activities"].objects.filter(body=body).count()
    ROWS["activities"].objects.bulk_create(
        ROWS["activities"](body=body, key=f"wrong-{last + n}", title=f"Wrong {last + n}", kind="grant", role="investor",
                           state="planned", start="2025-01-01", end="2024-01-01", row_position=100 + last + n)
        for n in range(count))


def test_the_officer_looks_over_all_records_and_sees_when_that_was_and_whether_it_still_holds(body, officer):
    assert "never looked over" in _text(officer)
    officer.post(PAGE)
    assert "All records were looked over" in _text(officer) and "changed since" not in _text(officer)
    officer.post("/smallford/records/organisations/add/", sent({"name": "Lantern", "kind": "charity"}))
    assert "Some were changed since" in _text(officer)


def test_each_fault_leads_to_the_form_that_mends_it_and_is_gone_when_mended(body, officer):
    _break(body, 1)
    officer.post(PAGE)
    fault = Fault.objects.get(body=body, severity="error")
    assert fault.activity == fault.subject
    address = f"/smallford/change/activities/{fault.subject}/"
    assert address in _text(officer)
    mended = officer.post(address, sent({"title": "Right", "kind": "grant", "role": "investor", "state": "planned",
                                         "start": "2025-01-01", "end": "2026-01-01"}, row_version="1"))
    assert mended.status_code == 302
    officer.post(PAGE)
    assert not Fault.objects.filter(body=body, severity="error").exists()


def test_a_gap_is_declared_from_the_page_and_then_stands_among_the_known_ones(body, officer):
    officer.post("/smallford/records/promises/add/", sent({
        "title": "Plant trees", "role": "civic-leader", "horizon": "immediate", "state": "open"}))
    officer.post(PAGE)
    gap = Fault.objects.filter(body=body, severity="gap", subject="plant-trees").first()
    address = f"/smallford/records/declared/add/?finding={gap.name.replace(':', '%3A')}"
    assert address in _text(officer)
    assert f'value="{gap.name}"' in _text(officer, address)
    officer.post(address, sent({"finding": gap.name, "reason": "Set next spring.", "by": "Social Value Team",
                                "on": "2025-05-01"}, "two"))
    officer.post(PAGE)
    assert Fault.objects.get(body=body, name=gap.name).declared
    assert "Known gaps, published with their reason" in _text(officer)


def test_many_of_one_sort_are_shown_in_part_and_all_on_pages_of_their_own(body, officer):
    _break(body, 60)
    look_over(body)
    code = Fault.objects.filter(body=body, severity="error").first().code
    assert "All 60 of these" in _text(officer) and _text(officer).count("Mend it") < 60
    assert _text(officer, f"{PAGE}?code={code}").count(">Mend it<") == 50
    assert _text(officer, f"{PAGE}?code={code}&page=2").count(">Mend it<") == 10


def test_the_number_of_queries_does_not_grow_with_what_is_found(body, officer):
    counts = []
    for more in (12, 200):
        _break(body, more)
        look_over(body)
        with CaptureQueriesContext(connection) as queries:
            _text(officer)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_a_manager_sees_what_is_to_fix_in_their_own_contracts_alone(body):
    _break(body, 2)
    look_over(body)
    manager = signed_in(person("manager", body, looks_after=("wrong-1",)))
    assert "wrong-1" in _text(manager) and "wrong-2" not in _text(manager)
