"""Promises on the site: what is agreed anew is another row that follows, as the lifecycle allows."""

import re

import pytest

from commonweal.ledger.lifecycle import COMMITMENTS
from commonweal.web.register.models import ROWS
from commonweal.web.register.reading import record
from tests.web.conftest import person, signed_in
from tests.web.test_register_forms import errors_of, sent

ROW = "commitments/repairs-hours"
AGREED = {"stage": "committed", "quantity": "350", "start": "2024-04-01", "due": "2026-03-31", "profile": "even",
          "period_kind": "future", "in_force_from": "2025-01-01"}


@pytest.fixture
def officer(body):
    return signed_in(person("officer", body))


def _rows(body):
    return {row.key: row.to_record() for row in ROWS["commitments"].objects.filter(body=body)}


def test_a_variation_is_another_row_and_the_first_stays_as_it_was(body, officer):
    before = _rows(body)["repairs-hours"]
    answer = officer.post(f"/smallford/change/{ROW}/", sent(AGREED))
    assert answer.status_code == 302, errors_of(answer)
    rows = _rows(body)
    assert rows["repairs-hours"] == before
    after = rows["repairs-hours.change-1"]
    assert (after.text("follows"), after.text("activity"), after.text("measure")) == (
        "repairs-hours", "repairs", "volunteering-hours")
    assert str(after.number("quantity")) == "350.0000"
    page = officer.get("/smallford/activities/repairs/").content.decode()
    assert page.index("400 hours") < page.index("350 hours")
    assert re.search(r'chain__step--now"?>.{0,400}350 hours', page, re.DOTALL)


def test_only_the_last_row_of_a_promise_is_followed(body, officer):
    officer.post(f"/smallford/change/{ROW}/", sent(AGREED, "one"))
    again = officer.post(f"/smallford/change/{ROW}/", sent(AGREED, "two"))
    assert again.headers["Location"] == f"/smallford/row/{ROW}/" and len(_rows(body)) == 3
    assert "followed by another row already" in officer.get(f"/smallford/row/{ROW}/").content.decode()
    officer.post(f"/smallford/change/{ROW}.change-1/", sent(AGREED, "three", in_force_from="2025-02-01"))
    assert _rows(body)["repairs-hours.change-2"].text("follows") == "repairs-hours.change-1"


def test_a_promise_that_is_withdrawn_is_due_no_longer_and_stays_so(body, officer):
    ended = {**AGREED, "stage": "withdrawn"}
    said = errors_of(officer.post(f"/smallford/change/{ROW}/", sent(ended)))
    assert len(said) == 1 and "why the promise ends" in said[0]
    assert officer.post(f"/smallford/change/{ROW}/", sent(ended, note="The site closed.")).status_code == 302
    page = officer.get("/smallford/activities/repairs/").content.decode()
    assert "due no longer" in page and "Not in force" in page
    answer = officer.get(f"/smallford/change/{ROW}.change-1/")
    assert answer.headers["Location"] == f"/smallford/row/{ROW}.change-1/"


@pytest.mark.parametrize("stage", [state.name for state in COMMITMENTS.states])
def test_only_moves_of_the_lifecycle_are_offered(body, officer, stage):
    ROWS["commitments"].objects.filter(body=body, key="repairs-hours").update(stage=stage)
    allowed = {move.after for move in COMMITMENTS.moves if move.before == stage and "officer" in move.who}
    answer = officer.get(f"/smallford/change/{ROW}/")
    if not allowed:
        assert answer.status_code == 302
        return
    offered = re.findall(r'name="stage" type="radio" value="([a-z]+)"', answer.content.decode())
    assert set(offered) == allowed
    for wrong in {state.name for state in COMMITMENTS.states} - allowed:
        refused = officer.post(f"/smallford/change/{ROW}/", sent({**AGREED, "stage": wrong}))
        assert any("choose one of those" in said for said in errors_of(refused))
    assert len(_rows(body)) == 2


def test_a_new_promise_begins_with_its_measure_unit_and_rule(body, officer):
    choose = officer.get("/smallford/activities/repairs/add/commitments/").content.decode()
    assert "What is promised?" in choose and "?measure=volunteering-hours" in choose
    form = officer.get("/smallford/activities/repairs/add/commitments/?measure=volunteering-hours").content.decode()
    assert "Unit: hour" in form and ">hour<" in form
    unknown = officer.get("/smallford/activities/repairs/add/commitments/?measure=nonsense").content.decode()
    assert "What is promised?" in unknown


def test_what_was_written_about_a_promise_is_put_right_and_nothing_else(body, officer):
    form = officer.get(f"/smallford/mend/{ROW}/").content.decode()
    assert 'name="owner"' in form and 'name="quantity"' not in form
    answer = officer.post(f"/smallford/mend/{ROW}/", sent({"owner": "Housing", "quantity": "9999"}, row_version="1"))
    assert answer.status_code == 302
    row = record(body, "commitments", "repairs-hours")
    assert row.text("owner") == "Housing" and str(row.number("quantity")) == "400.0000" and len(_rows(body)) == 2


def test_milestones_must_add_up_before_the_last_is_written(body, officer):
    ROWS["commitments"].objects.filter(body=body, key="repairs-hours").update(profile="milestones")
    form = officer.get("/smallford/activities/repairs/add/milestones/?commitment=repairs-hours").content.decode()
    assert re.search(r'value="repairs-hours"[^>]* selected', form)
    part = {"commitment": "repairs-hours", "due": "2025-03-31", "quantity": "400", "title": "All"}
    answer = officer.post("/smallford/activities/repairs/add/milestones/", sent(part))
    assert answer.status_code == 302, errors_of(answer)
    page = officer.get("/smallford/activities/repairs/").content.decode()
    assert "31 March 2025" in page and "Milestones:" in page
