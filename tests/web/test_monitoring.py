"""Where contracts stand: what a job keeps is what the report would say, and a write is never forgotten."""

import json
import re
from datetime import date
from decimal import Decimal

import pytest
from django.core.management import call_command
from django.db import transaction

from commonweal.basics.tables import Record
from commonweal.indicators.compute import compute
from commonweal.indicators.facts import Facts
from commonweal.ledger.tables import BY_NAME
from commonweal.snapshot.store import frozen
from commonweal.valuation.engines import cells
from commonweal.web.monitoring.calendar import AHEAD, DONE, DONE_LATE, LATE, NO_DAY, _step
from commonweal.web.monitoring.models import Position, Quarterly, Stale, Whole
from commonweal.web.monitoring.quarters import AMOUNTS, by_quarter, together
from commonweal.web.monitoring.refresh import draw_waiting, refresh_activity, refresh_body, refresh_quarters
from commonweal.web.people.models import Body
from commonweal.web.register.actions import take_in, write_row
from commonweal.web.register.models import ROWS
from commonweal.web.register.reading import book, record
from tests.house.repository import ROOT
from tests.web.conftest import TESTER, person, signed_in

DAY = date(2025, 3, 31)
KEPT = ("rating", "due", "late", "waiting", "asked", "promises", "beyond", "values", "stakes", "chart")


@pytest.fixture(scope="module")
def northmere(django_db_setup, django_db_blocker):
    """The larger example, loaded once for all tests of this file, and taken away again."""
    with django_db_blocker.unblock(), transaction.atomic():
        body = Body.objects.create(slug="northmere", name="Northmere Combined Authority", stands_on=DAY)
        take_in(TESTER, body, ROOT / "examples" / "northmere")
        refresh_body.call("northmere")
        refresh_quarters.call("northmere")
        draw_waiting.call("northmere")
        yield body
        transaction.set_rollback(True)


def test_the_whole_body_is_kept_as_the_report_would_print_it(db, northmere):
    whole = Whole.objects.get(body=northmere)
    with frozen(book(northmere), DAY) as snapshot:
        figures = {figure.id: figure for figure in compute(Facts.of(snapshot, cells(snapshot, "reference")))}
        assert whole.fingerprint == snapshot.digest
    assert whole.figures.keys() == {name for name, figure in figures.items() if not figure.activity}
    numbers = {name: kept["value"] for name, kept in whole.figures.items() if kept.get("value", "[c]") != "[c]"}
    assert {name: Decimal(text) for name, text in numbers.items()} == {
        name: figures[name].value for name in whole.figures if figures[name].value is not None}


def test_a_contract_frozen_by_itself_stands_as_it_does_in_the_whole(db, northmere):
    before = {row.activity: {name: getattr(row, name) for name in KEPT}
              for row in Position.objects.filter(body=northmere)}
    assert len(before) == 68
    for activity in sorted(before)[::4]:
        refresh_activity.call("northmere", activity)
        after = Position.objects.get(body=northmere, activity=activity)
        assert json.loads(json.dumps({name: getattr(after, name) for name in KEPT})) == before[activity], activity


def test_the_page_of_a_contract_shows_its_promises_worst_first(db, northmere):
    browser = signed_in(person("auditor", northmere))
    text = browser.get("/northmere/progress/bus-shelters/").content.decode()
    # Worked by hand from the example's rows: 52 weeks, even over 2024-10-01 to 2025-09-30; 6 weeks were reported.
    assert text.index("Weeks of paid work placement") < text.index("Money spent with small and medium firms")
    assert "76.6%" in text and "Inadequate" in text
    assert "The contractor agreed to take placements from the college" in text


def test_lists_take_the_same_number_of_questions_however_many_rows(db, northmere, django_assert_max_num_queries):
    browser = signed_in(person("auditor", northmere))
    for address, most in (("/northmere/progress/", 12), ("/northmere/overview/", 18)):
        browser.get(address)
        with django_assert_max_num_queries(most):
            assert browser.get(address).status_code == 200


def test_a_manager_sees_only_what_they_look_after(db, northmere):
    browser = signed_in(person("manager", northmere, looks_after=("bus-shelters",)))
    text = browser.get("/northmere/progress/").content.decode()
    assert re.findall(r"/northmere/progress/([a-z-]+)/", text) == ["bus-shelters"]
    assert "All (1)" in " ".join(re.sub("<[^>]*>", "", text).split())
    assert browser.get("/northmere/overview/").status_code == 403
    late = browser.get("/northmere/progress/bus-shelters/").content.decode()
    assert "/northmere/activities/bus-shelters/add/remedies/" in late
    reader = signed_in(person("auditor", northmere)).get("/northmere/progress/bus-shelters/").content.decode()
    assert "/add/remedies/" not in reader


def _row(table, **said):
    return Record(BY_NAME[table], dict.fromkeys(BY_NAME[table].names) | said)


@pytest.fixture
def quiet(db):
    """A body with a contract and a claim, of which nothing is stale yet."""
    body = Body.objects.create(slug="stale", name="Stale Council", stands_on=date(2025, 6, 30))
    for table, said in (("activities", {"id": "paths", "title": "Paths", "kind": "contract", "role": "commissioner",
                                        "state": "in-progress"}),
                        ("deliveries", {"id": "d1", "activity": "paths", "measure": "hours"})):
        row = ROWS[table](body=body, row_position=0)
        row.take(_row(table, **said))
        row.save()
    return body


def test_evidence_makes_the_contract_of_its_claim_stale(quiet):
    write_row(TESTER, quiet, _row("evidence", id="e1", delivery="d1", sha256="0" * 64, kind="letter", dated=DAY), 0)
    assert set(Stale.objects.values_list("activity", flat=True)) == {"paths", ""}


def test_an_organisation_makes_the_whole_body_stale(quiet):
    write_row(TESTER, quiet, _row("organisations", id="o1", name="One", kind="company"), 0)
    assert list(Stale.objects.values_list("activity", flat=True)) == [""]


def test_one_job_is_asked_for_however_often_something_is_written(quiet, monkeypatch):
    asked = []
    monkeypatch.setattr("commonweal.web.monitoring.stale._make_anew", lambda body, activity: asked.append(activity))
    monkeypatch.setattr("django.db.transaction.on_commit", lambda call: call())
    for number in range(5):
        write_row(TESTER, quiet, _row("remedies", id=f"r{number}", activity="paths", title="Something", owner="Office",
                                      on=DAY, state="done"), 0)
    assert sorted(asked) == ["", "paths"]


def test_a_contract_that_is_gone_keeps_no_position(body):
    refresh_activity.call(body.slug, "repairs")
    assert Position.objects.filter(body=body, activity="repairs").exists()
    ROWS["activities"].objects.filter(body=body, key="repairs").delete()
    refresh_activity.call(body.slug, "repairs")
    assert not Position.objects.filter(body=body, activity="repairs").exists()


@pytest.mark.parametrize(("due", "done", "stands"), [
    (date(2025, 5, 9), date(2025, 5, 9), DONE), (date(2025, 5, 9), date(2025, 5, 10), DONE_LATE),
    (date(2025, 5, 9), None, LATE), (date(2025, 7, 1), None, AHEAD), (None, date(2025, 5, 1), DONE),
    (None, None, NO_DAY),
])
def test_a_step_of_the_year_says_whether_it_was_on_time(due, done, stands):
    row = _row("calendar", period="2024-25", step="lock", due=due, done=done)
    assert _step(row, date(2025, 6, 30)).stands == stands


def test_the_register_still_reads_after_all_this(body):
    assert record(body, "activities", "repairs").text("title").startswith("Housing repairs")


def test_quarters_are_differences_of_what_the_report_would_say_at_their_ends(db, northmere):
    kept = Quarterly.objects.get(body=northmere, activity="bus-shelters")
    assert kept.spans == [["2024-04-01", "2024-06-30"], ["2024-07-01", "2024-09-30"], ["2024-10-01", "2024-12-31"],
                          ["2025-01-01", "2025-03-31"]]
    rows = {row["measure"]: row["quarters"] for row in kept.measures}
    # Worked by hand: 52 weeks, even over the 726 days from 2024-04-08; 84, 176, 268 and 358 of them by each end.
    # Two weeks were reported in each quarter; the last are in question, and so are not counted.
    assert [tuple(Decimal(row[name]) for name in AMOUNTS) for row in rows["placement-weeks"]] == [
        (Decimal("6.0165"), 2, 2), (Decimal("6.5896"), 2, 2), (Decimal("6.5895"), 2, 2), (Decimal("6.4463"), 0, 0)]
    # £140,000 became £95,000 on 2024-10-14, over the same days: all of the change is in the quarter of that day.
    assert [Decimal(row["due"]) for row in rows["vcse-spend"]][:3] == [
        Decimal("16198.3471"), Decimal("17741.0468"), Decimal("35068.8705") - Decimal("33939.3939")]


def test_quarters_together_are_those_of_each_contract_and_their_sum_is_what_is_due(db, northmere):
    whole = {one.measure: one for one in together([Quarterly.objects.get(body=northmere, activity="").measures])}
    apart = Quarterly.objects.filter(body=northmere).exclude(activity="")
    assert {one.measure: one.quarters for one in together(row.measures for row in apart)} == {
        name: one.quarters for name, one in whole.items()}
    before = by_quarter(book(northmere), date(2024, 3, 31))
    assert before == {}


def test_the_page_of_quarters_shows_all_or_one_who_delivers_each_drawing_with_its_table(
        db, northmere, django_assert_max_num_queries):
    browser = signed_in(person("officer", northmere))
    text = browser.get("/northmere/quarters/").content.decode()
    assert text.count("<figure") == 2 and text.count("<table") == 3
    partner = ROWS["parties"].objects.filter(body=northmere, activity="bus-shelters", part="prime").first().organisation
    own = browser.get(f"/northmere/quarters/?partner={partner}&measure=nothing").content.decode()
    assert "Weeks of paid work placement" in own and own.count("<tr") < text.count("<tr") and own.count("<figure") == 1
    assert browser.get("/northmere/quarters/?partner=nobody").status_code == 200
    with django_assert_max_num_queries(16):
        browser.get("/northmere/quarters/")


def test_before_any_results_the_page_of_quarters_says_when_there_are_some(body):
    text = signed_in(person("officer", body)).get("/smallford/quarters/").content.decode()
    assert "There are no results yet" in text and "<table" not in text


def test_a_body_without_records_has_nothing_to_refresh(db, capsys):
    others = Body.objects.count()
    Body.objects.create(slug="newtown", name="Newtown Council")
    for job in (refresh_body, refresh_quarters):
        job.call("newtown")
    call_command("refresh")
    assert f"the figures of {others}\n" in capsys.readouterr().out
    assert not Whole.objects.filter(body__slug="newtown").exists()
