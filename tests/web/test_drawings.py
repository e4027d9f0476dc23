"""The charts of monitoring: drawn by jobs as the report draws, kept, and printed above the table of their numbers."""

import re
from datetime import date
from decimal import Decimal

import pytest
from django.core.management import call_command
from django.db import transaction

from commonweal.basics.periods import Period
from commonweal.basics.tables import Record
from commonweal.frameworks.tables import MEASURES
from commonweal.report.blocks import Chart
from commonweal.report.charts import vega
from commonweal.report.charts.ink import NotDrawn
from commonweal.report.html import drawing
from commonweal.report.languages import ENGLISH, PSEUDO, printed_in
from commonweal.web.monitoring import drawings
from commonweal.web.monitoring.drawings import keep, of_measure, of_partners, of_promises, of_quarters, picture
from commonweal.web.monitoring.models import Position, QuarterChart, Quarterly, Whole
from commonweal.web.monitoring.quarters import Results, in_full
from commonweal.web.monitoring.refresh import draw_waiting, refresh_activity, refresh_body, refresh_quarters
from commonweal.web.people.models import Body
from commonweal.web.register.actions import take_in
from tests.house.repository import ROOT
from tests.report.documents import document, every
from tests.web.conftest import TESTER, person, signed_in

DAY = date(2025, 3, 31)
QUARTERS = (Period(date(2024, 4, 1), date(2024, 6, 30)), Period(date(2024, 7, 1), date(2024, 9, 30)))


@pytest.fixture(scope="module")
def northmere(django_db_setup, django_db_blocker):
    """The larger example with its results, a few of its contracts and all of its quarters drawn."""
    with django_db_blocker.unblock(), transaction.atomic():
        body = Body.objects.create(slug="northmere", name="Northmere Combined Authority", stands_on=DAY)
        take_in(TESTER, body, ROOT / "examples" / "northmere")
        refresh_body.call("northmere")
        refresh_quarters.call("northmere")
        refresh_activity.call("northmere", "bus-shelters")
        yield body
        transaction.set_rollback(True)


def _with_tables(page: str) -> list[tuple[str, list[str], str]]:
    """Each chart of a page: its opening, the numbers that are drawn, and the words of the table right under it."""
    found = []
    for figure, rest in re.findall(r'(<figure class="chart".*?</figure>)(.*?</table>)', page, re.DOTALL):
        assert rest.count("<table") == 1
        svg = figure[figure.index("<svg"):figure.index("</svg>")]
        texts = (re.sub("<[^>]*>", " ", text).split() for text in re.findall(r"<text.*?</text>", svg, re.DOTALL))
        numbers = [" ".join(words) for words in texts if re.search(r"\d", " ".join(words))]
        found.append((figure, numbers, re.sub(r"\s+", " ", rest)))
    assert len(found) == page.count("<figure")
    return found


@pytest.mark.parametrize(("address", "count"), [
    ("overview/", 3), ("quarters/", 2), ("quarters/?measure=placement-weeks", 2), ("progress/bus-shelters/", 1)])
def test_a_chart_stands_above_the_table_that_has_its_numbers(db, northmere, address, count):
    page = signed_in(person("auditor", northmere)).get(f"/northmere/{address}").content.decode()
    charts = _with_tables(page)
    assert len(charts) == count
    for figure, numbers, table in charts:
        id = re.search(r'id="([^"]*)"', figure)[1]
        assert f'<svg role="img" aria-labelledby="{id}-title" aria-describedby="{id}-text" ' in figure
        assert f'id="{id}-title"' in figure and re.search(rf'<p [^>]*id="{id}-text">.+</p>', figure)
        assert "style=" not in figure and "<script" not in figure
        # Of lines the last number is text beside the name; the ticks of the axis are round numbers of no row.
        lines = id in ("measure-chart", "quarters-chart")
        read = [number.partition(": ")[2] for number in numbers if ": " in number] if lines else numbers
        assert read and all(f">{number}<" in table for number in read), (id, read)


def test_the_chart_over_the_roles_is_that_of_the_report(db, northmere):
    reported = next(block for block in every(document("northmere").parts)
                    if isinstance(block, Chart) and block.id == "promises-by-role")
    kept = Whole.objects.get(body=northmere).roles_chart[ENGLISH]
    assert kept == {"id": reported.id, "title": reported.title, "subtitle": reported.subtitle, "text": reported.text,
                    "svg": str(drawing(reported))}


def test_the_charts_of_a_contract_and_of_its_quarters_say_what_was_worked_by_hand(db, northmere):
    """52 weeks from 2024-04-08 over 726 days: 358 of them are 25.6419 weeks, 49%; six were reported, 12%."""
    kept = Position.objects.get(body=northmere, activity="bus-shelters").chart[ENGLISH]
    assert kept["title"] == "“Reported” reaches “Due by now” for 0 of 4 promises"
    assert kept["text"].startswith("Weeks of paid work placement is furthest behind: 6 weeks under “Reported”, "
                                   "25.6 weeks under “Due by now”.")
    assert {"49%", "12%"} <= set(re.findall(r">(\d+%)<", kept["svg"]))
    whole = Quarterly.objects.get(body=northmere, activity="")
    quarters = next(row["quarters"] for row in whole.measures if row["measure"] == "placement-weeks")
    drawn = QuarterChart.objects.get(body=northmere, partner="", measure="placement-weeks").chart[ENGLISH]
    met = sum(Decimal(row["reported"]) >= Decimal(row["due"]) for row in quarters)
    assert drawn["title"] == f"“Reported” reaches “Promised for it” for {met} of 4 quarters"


def test_no_page_draws(db, northmere, monkeypatch):
    monkeypatch.setattr(vega, "altair", None)
    monkeypatch.setattr(vega, "_vega", None)
    browser = signed_in(person("auditor", northmere))
    for address in ("overview/", "quarters/", "progress/", "progress/bus-shelters/", "progress/footpaths/"):
        assert browser.get(f"/northmere/{address}").status_code == 200


def test_what_changed_is_drawn_after_its_numbers_are_kept_and_what_did_not_is_left(db, northmere, monkeypatch):
    drawn = []
    monkeypatch.setattr(drawings, "of_promises", lambda rows, title, day: drawn.append(title))
    rows = Position.objects.filter(body=northmere)
    assert rows.filter(to_draw=False).count() == 1
    page = signed_in(person("auditor", northmere)).get("/northmere/progress/footpaths/").content.decode()
    assert "The chart of these numbers is being drawn." in page and "<figure" not in page
    draw_waiting.call("northmere")
    assert len(drawn) == rows.count() - 1 and not rows.filter(to_draw=True).exists()
    refresh_body.call("northmere")
    assert not rows.filter(to_draw=True).exists()
    rows.filter(activity="footpaths").update(chart={"of": "other numbers", ENGLISH: {}})
    refresh_body.call("northmere")
    assert list(rows.filter(to_draw=True).values_list("activity", "chart")) == [("footpaths", {})]


def test_a_drawing_of_results_that_were_made_anew_meanwhile_is_left_out(db, northmere, monkeypatch):
    row = Position.objects.filter(body=northmere, to_draw=True).order_by("rank", "activity").first()

    def meanwhile(position, title):
        Position.objects.filter(pk=position.pk).update(made=position.made.replace(year=2030))
        return {"of": "old numbers"}

    monkeypatch.setattr("commonweal.web.monitoring.refresh.draw_promises", meanwhile)
    draw_waiting.call("northmere")
    row.refresh_from_db()
    assert row.to_draw and row.chart == {}


def test_quarters_are_made_at_first_and_then_only_by_the_nightly_command(db, northmere, monkeypatch):
    asked = []
    monkeypatch.setattr("commonweal.web.monitoring.refresh.later", lambda job, *args: asked.append((job.name, *args)))
    refresh_body.call("northmere")
    assert asked == [("draw_waiting", "northmere")]
    Quarterly.objects.filter(body=northmere).delete()
    refresh_body.call("northmere")
    assert asked[-1] == ("refresh_quarters", "northmere")
    Body.objects.create(slug="read", name="To read", read_only=True)
    nightly = []
    monkeypatch.setattr("commonweal.web.monitoring.management.commands.refresh.later",
                        lambda job, *args: nightly.append((job.name, *args)))
    call_command("refresh")
    assert nightly == [("refresh_body", "northmere"), ("refresh_quarters", "northmere")]


def test_the_page_of_quarters_says_when_something_was_written_since_they_were_made(db, northmere):
    browser = signed_in(person("auditor", northmere))
    since = "Something was written since; it counts here from tonight on."
    assert since not in browser.get("/northmere/quarters/").content.decode()
    refresh_body.call("northmere")
    assert since in browser.get("/northmere/quarters/").content.decode()


def test_quarters_are_drawn_anew_only_where_their_numbers_changed(db, northmere, monkeypatch):
    before = {(row.partner, row.measure): row.chart for row in QuarterChart.objects.filter(body=northmere)}
    # One over all, one for each measure with a promise, one for each who delivers something.
    assert len([key for key in before if key[1]]) == sum(
        any(Decimal(row["due"]) > 0 for row in one["quarters"])
        for one in Quarterly.objects.get(body=northmere, activity="").measures)
    monkeypatch.setattr(drawings, "draw_lines", None)
    refresh_quarters.call("northmere")
    assert {(row.partner, row.measure): row.chart for row in QuarterChart.objects.filter(body=northmere)} == before


# --- what is drawn ----------------------------------------------------------------------------------------------------


def _promise(title: str, promised: str, due: str, reported: str, unit: str = "hour") -> dict[str, str]:
    return {"title": title, "unit": unit, "promised": promised, "due": due, "reported": reported, "checked": "0"}


def test_shares_are_drawn_and_two_of_one_name_are_told_apart():
    rows = [_promise("Jobs", "10", "5", "2.5"), _promise("Jobs", "4", "4", "6"), _promise("Later", "3", "0", "0")]
    made = of_promises(rows, "Paths", DAY)
    assert [text for text in re.findall(r">([^<]+)<", made.svg) if "%" in text] == [
        "50%", "100%", "25%", "150%", "0%", "0%"]
    assert "Jobs (2)" in made.svg and "Later" not in made.svg
    assert made.title == "“Reported” reaches “Due by now” for 1 of 2 promises"
    assert made.text == "Jobs is furthest behind: 2.5 hours under “Reported”, 5 hours under “Due by now”."
    assert of_promises([_promise("Later", "3", "0", "0")], "Paths", DAY) is None


def test_what_is_said_goes_by_the_numbers_as_they_are_printed():
    """13.3394 people are printed as 13.3, so that 13.3 reported are all of them, as far as a reader can see."""
    made = of_promises([_promise("Jobs", "20", "13.3394", "13.3", "person")], "Paths", DAY)
    assert made.title == "“Reported” reaches “Due by now” for 1 of 1 promises"


def test_more_than_a_dozen_are_said_to_be_more():
    rows = [_promise(f"Promise {number}", "10", "5", "1") for number in range(14)]
    made = of_promises(rows, "Paths", DAY)
    assert made.subtitle.startswith("The 12 promises furthest behind") and "Promise 12" not in made.svg
    partners = [{"organisation": f"Firm {number}", "due": 9, "late": 14 - number, "waiting": 0, "asked": 1}
                for number in range(14)]
    drawn = of_partners(partners, "Council", DAY)
    assert drawn.subtitle.startswith("The 12 with most that is late") and "Firm 12" not in drawn.svg
    assert drawn.title == "“Of these late” is highest for Firm 0: 14"
    assert of_partners(partners[:1], "Council", DAY) is None


def _results(*quarters: tuple[int, int, int], measure: str = "hours") -> Results:
    return Results(measure, tuple(dict(zip(("due", "reported", "checked"), map(Decimal, row), strict=True))
                                  for row in quarters))


def test_a_measure_is_in_full_in_a_quarter_where_something_was_promised_and_all_of_it_done():
    results = [_results((4, 4, 2), (4, 5, 4)), _results((2, 1, 1), (0, 9, 9))]
    assert in_full(results, 2) == [{"due": 2, "reported": 1, "checked": 0}, {"due": 1, "reported": 1, "checked": 1}]
    made = of_quarters(results, QUARTERS, "Council", "2024/25")
    assert made.title == "1 July 2024 to 30 September 2024: 1 of 1 measures reported in full"


def test_one_quarter_and_what_has_no_promise_make_no_line():
    one, unpromised, hours = _results((4, 4, 2)), _results((0, 4, 2), (0, 1, 1)), Record(
        MEASURES, dict.fromkeys(MEASURES.names) | {"id": "hours", "title": "Hours", "unit": "hour"})
    assert of_measure(one, hours, QUARTERS[:1], "Council", "2024/25") is None
    assert of_quarters([one], QUARTERS[:1], "Council", "2024/25") is None
    assert of_measure(unpromised, hours, QUARTERS, "Council", "2024/25") is None
    assert of_quarters([unpromised], QUARTERS, "Council", "2024/25") is None


# --- languages --------------------------------------------------------------------------------------------------------


def test_a_chart_is_kept_in_each_language_and_said_to_be_in_english_where_there_is_none(monkeypatch):
    rows = [_promise("Jobs", "10", "5", "2")]
    english = keep(lambda: of_promises(rows, "Paths", DAY), rows)
    with printed_in(PSEUDO):
        assert picture(english)["language"] == ENGLISH
        monkeypatch.setattr(drawings, "languages", lambda: (ENGLISH, PSEUDO))
        both = keep(lambda: of_promises(rows, "Paths", DAY), rows)
        assert picture(both)["language"] == "" and picture(both)["title"].startswith("«")
    assert picture(both) == picture(english)
    assert picture({}) is None and picture(None) is None and picture({"of": "nothing to draw"}) is None


def test_a_chart_that_is_refused_is_told_and_its_results_are_kept_all_the_same(caplog):
    def refused():
        raise NotDrawn("The chart 'x' says what its table does not bear out.")

    assert picture(keep(refused, [1])) is None
    assert "The chart 'x' says what its table does not bear out." in caplog.text


class _Fault(Exception):
    """What nobody foresaw in a drawing."""


def _faulty(*args: object) -> None:
    raise _Fault("the drawing broke")


def test_a_fault_of_a_drawing_loses_neither_results_nor_other_charts(db, northmere, monkeypatch, caplog):
    rows = Position.objects.filter(body=northmere)
    draw = drawings.of_promises
    monkeypatch.setattr(drawings, "of_promises",
                        lambda found, title, day: _faulty() if "path" in title.lower() else draw(found, title, day))
    before = rows.get(activity="footpaths").made
    refresh_activity.call("northmere", "footpaths")
    kept = rows.get(activity="footpaths")
    assert kept.made > before and not kept.to_draw and picture(kept.chart) is None
    assert "the drawing broke" in caplog.text
    rows.update(to_draw=True, chart={})
    draw_waiting.call("northmere")
    assert not rows.filter(to_draw=True).exists()
    assert picture(rows.get(activity="bus-shelters").chart) and picture(rows.get(activity="footpaths").chart) is None
    monkeypatch.setattr(drawings, "draw_lines", _faulty)
    QuarterChart.objects.filter(body=northmere).delete()
    made = Quarterly.objects.filter(body=northmere, activity="").get().made
    refresh_quarters.call("northmere")
    assert Quarterly.objects.filter(body=northmere, activity="").get().made > made
    # What broke is tried again, and what is kept of it is not taken for what there is to draw.
    monkeypatch.undo()
    refresh_quarters.call("northmere")
    assert QuarterChart.objects.filter(body=northmere).exists()


def test_results_are_kept_before_anything_is_drawn(db, northmere, monkeypatch):
    before = Position.objects.get(body=northmere, activity="footpaths").made
    Whole.objects.filter(body=northmere).update(roles_chart={})
    made = Whole.objects.get(body=northmere).made

    def killed(*args: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("commonweal.web.monitoring.refresh.draw_promises", killed)
    with pytest.raises(KeyboardInterrupt):
        refresh_activity.call("northmere", "footpaths")
    kept = Position.objects.get(body=northmere, activity="footpaths")
    assert kept.made > before and kept.to_draw
    monkeypatch.setattr("commonweal.web.monitoring.refresh.promises_by_role", killed)
    with pytest.raises(KeyboardInterrupt):
        refresh_body.call("northmere")
    assert Whole.objects.get(body=northmere).made > made


def test_a_kept_chart_stays_while_it_shows_the_same_numbers():
    before = keep(lambda: None, [1])
    assert keep(None, [1], before) is before
    assert keep(lambda: None, [2], before)["of"] != before["of"]
