"""The source report as a book: whole, honest about its standing, and without anything that the report does not say."""

import re
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest

from commonweal.basics.numbers import gross
from commonweal.ledger.book import read_book
from commonweal.ledger.checks import declare, run_checks

BOOK = Path(__file__).parents[2] / "examples" / "lcr-2023"
# Office-holders and others whom the report names; offices answer for things here.
PEOPLE = ("Rotheram", "Rotherham", "Fairclough", "Williamson", "Baines", "Joanne Anderson", "Rathbone", "Gee Walker",
          "Wilkinson", "Hillsborough")


@pytest.fixture(scope="module")
def book():
    read = read_book(BOOK)
    assert [str(finding) for finding in read.findings] == []
    assert read.book is not None
    return read.book


def of(book, table, **wanted):
    return [row for row in book.rows(table) if all(row.text(name) == value for name, value in wanted.items())]


def total(book, measure):
    return sum((row.number_or_zero("quantity") for row in of(book, "deliveries", measure=measure)
                if not row.text("part_of") and not row.text("alternative_to")), Decimal(0))


def test_it_says_what_it_is_and_asks_search_engines_to_pass(book):
    assert book.settings.standing == ("Independent worked example made from a public report; "
                                      "not published or endorsed by the authority")
    assert book.settings.noindex


def test_all_five_roles_have_activities_and_a_story(book):
    roles = {"employer", "investor", "service-provider", "commissioner", "civic-leader"}
    assert {row.text("role") for row in book.rows("activities")} == roles
    assert {story.say("role") for story in book.stories} == roles
    assert len(book.rows("activities")) >= 40


def test_six_priority_tables_with_their_actions_and_success_statements(book):
    counted = Counter((row.text("area"), row.text("kind")) for row in book.rows("priorities"))
    assert {area: (counted[area, "action"], counted[area, "success"]) for area, _ in counted} == {
        "Impact Measurement": (3, 4), "Diversify Workforce": (5, 1), "Improved Knowledge and Understanding": (3, 3),
        "Progressive Procurement": (6, 3), "Engaged Community": (4, 4), "Partnership Working": (2, 2)}
    repeated = [row for row in book.rows("priorities") if row.text("same_as")]
    assert len(of(book, "priorities", kind="action")) - len(repeated) == 21


def test_nothing_is_checked_that_nobody_checked(book):
    assert {row.text("state") for row in book.rows("deliveries")} == {"submitted"}
    assert not any(row.text("confirmed_by") for row in book.rows("deliveries"))
    for table in ("evidence", "reviews", "adjustments"):
        assert book.rows(table) == () and not (BOOK / f"{table}.csv").exists()


def test_the_only_pounds_per_unit_are_the_two_that_are_printed(book):
    assert book.settings.editions == ("lcr-report/2023",)
    (edition,) = book.editions
    assert {(value.text("measure"), value.number("central")) for value in edition.values} == {
        ("staff-volunteering-hours", Decimal("16.93")), ("edi-training-people", Decimal("404"))}
    for value in edition.values:
        assert value.number("low") is None and value.number("high") is None
        assert value.text("source").startswith("report-2023, line ")
        assert "not ours to license" in value.text("licence") and value.text("inference")


def test_only_possible_promises_carry_pounds(book):
    valued = {value.text("measure") for value in book.editions[0].values}
    assert {row.text("stage") for row in book.rows("commitments") if row.text("measure") in valued} == {"potential"}
    assert not [row.key for row in book.rows("deliveries") if row.text("measure") in valued]
    assert all(row.text("assumption") for row in of(book, "commitments", stage="potential"))


def test_the_two_possible_amounts_follow_from_what_is_printed(book):
    promised = book.by_id("commitments")
    rates = {value.text("measure"): value.number_or_zero("central") for value in book.editions[0].values}

    def worth(row):
        return gross(promised[row].number_or_zero("quantity"), rates[promised[row].text("measure")])

    assert promised["vol-potential-950"].number("quantity") == 950 * 14
    assert worth("vol-potential-950") == Decimal("225169.00")
    assert worth("vol-potential-1000") == Decimal("237020.00")
    assert worth("edi-potential-21000") == Decimal("8484000.00")
    assert promised["vol-potential-1000"].text("alternative_to") == "vol-potential-950"
    assert len(of(book, "parties", activity="embrace-training", part="employer")) == 7
    assert not any(row.number("share") for row in of(book, "parties", activity="embrace-training"))


def test_no_pound_comes_from_the_hours_of_adult_education(book):
    (hours,) = of(book, "deliveries", activity="adult-education-budget", source="source report, line 745")
    (edition,) = book.editions
    assert hours.number("quantity") == 14000 and hours.text("bound") == "over"
    assert hours.text("period_kind") == "academic-years"
    assert not [value for value in edition.values if value.text("measure") == hours.text("measure")]
    assert "learner" in edition.measures[hours.text("measure")].text("no_value_because")


def test_unlike_things_are_measures_of_their_own(book):
    deliveries = book.by_id("deliveries")
    for one, other in (("hiw-referred", "hiw-course"), ("lcrc-students", "lcrc-sessions"),
                       ("lcrc-jobs", "retrofit-opportunities"), ("kindred-jobs", "lcrc-jobs"),
                       ("lcrc-apprenticeships", "retrofit-apprenticeships"), ("retrofit-cash", "retrofit-gifts"),
                       ("retrofit-cash", "aeb-cash")):
        assert deliveries[one].text("measure") != deliveries[other].text("measure")
    assert deliveries["hiw-referred"].text("stage") == "referred"
    assert Decimal(280) not in {row.number("quantity") for row in book.rows("deliveries")}
    assert deliveries["lcrc-students"].text("activity") == deliveries["lcrc-sessions"].text("activity")


def test_a_part_is_not_counted_beside_its_whole(book):
    assert book.by_id("deliveries")["birkenhead-jobs"].text("part_of") == "kindred-jobs"
    assert total(book, "jobs-investees-new") == 77


def test_a_percentage_stands_with_its_base_or_as_printed(book):
    for row in book.rows("deliveries"):
        if book.editions[0].measures[row.text("measure")].text("counting") == "rate":
            part, whole = row.number_or_zero("numerator"), row.number_or_zero("denominator")
            assert part * 100 == row.number_or_zero("quantity") * whole
    stated = book.by_id("stated")
    for name in ("staff-local-share", "contracts-with-social-value", "retrofit-local-workforce", "engineering-choice",
                 "engineering-choice-girls"):
        assert stated[name].number("value") is not None and stated[name].number("denominator") is None


def test_every_row_names_its_line_in_the_source_report(book):
    for table in ("organisations", "activities", "parties", "commitments", "deliveries", "stated", "context",
                  "policies", "objectives", "promises", "priorities", "accreditations", "guidance"):
        rows = book.rows(table)
        assert rows, table
        assert [row.key for row in rows if not re.match(r"source report, line \d+", row.text("source"))] == []


def test_nothing_that_is_undated_shows_as_late(book):
    end = book.settings.period.span.end
    due = [row.key for row in of(book, "commitments", stage="committed") if (row.day("due") or end) <= end]
    assert due == []
    assert not [row.key for row in book.rows("deliveries") if (row.day("end") or end) > end]


def test_no_person_is_named():
    texts = {path.relative_to(BOOK).as_posix(): path.read_text(encoding="utf-8")
             for path in BOOK.rglob("*") if path.suffix in (".csv", ".md", ".toml")}
    assert len(texts) > 40
    assert [(name, person) for name, text in texts.items() for person in PEOPLE if person.lower() in text.lower()] == []


def test_every_gap_is_declared_with_its_reason_and_nothing_else_is_found(book):
    still_open, declared = declare(run_checks(book), book)
    assert [str(finding) for finding in still_open] == []
    assert len(declared) == len(book.rows("declared")) > 0
