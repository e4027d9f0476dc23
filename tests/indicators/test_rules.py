"""What each rule gives on a few rows, worked out by hand."""

from decimal import Decimal

import pytest

from commonweal.basics.findings import Refused
from commonweal.indicators import compute as rules
from commonweal.indicators.figure import Withheld, percent
from tests.indicators.small import facts_of, figures_of, printed


def values(figures, prefix):
    return {name: figure.value for name, figure in figures.items() if name.startswith(prefix)}


def counts_of_promises(figures, ending=""):
    start = "progress.promises."
    return {name.removeprefix(start).removesuffix(ending): int(figure.value) for name, figure in figures.items()
            if name.startswith(start) and name.endswith(ending) and (ending or name.count(".") == 2)}


# --- quantity ---------------------------------------------------------------------------------------------------------


def test_people_at_different_stages_are_never_added(tmp_path):
    figures = figures_of("""
commitments
id, activity, measure, quantity, person_stage, profile
p, road, course, 200, referred, end
q, road, course, 100, started, end

deliveries
id, activity, measure, quantity, stage, commitment
a, road, course, 185, referred, p
b, road, course, 95, started, q
""", tmp_path)
    assert values(figures, "quantity.verified.course") == {
        f"quantity.verified.course.{stage}{where}.2024-25": number
        for stage, number in (("referred", 185), ("started", 95)) for where in ("", ".activity.road")}
    assert values(figures, "quantity.committed.course.referred") == {
        "quantity.committed.course.referred": 200, "quantity.committed.course.referred.activity.road": 200}
    assert figures["progress.answered-verified.course.started"].value == 95
    # Each promise is late by its own stage: 185 of 200 and 95 of 100; 280 of 200 would be kept up with.
    assert figures["progress.promises.late"].value == 2


def test_what_lies_in_a_period_is_added_and_other_spans_stand_apart(tmp_path):
    figures = figures_of("""
deliveries
id, activity, measure, quantity, start, end, period_kind, basis
year, road, hours, 1, 2024-04-01, 2025-03-31, financial-year, increment
quarter, road, hours, 2, 2024-04-01, 2024-06-30, quarter, increment
before, school, hours, 4, 2023-04-01, 2024-03-31, to-date, increment
school-year, road, hours, 8, 2023-09-01, 2024-07-31, academic-year, increment
unknown, road, hours, 16, 2024-04-01, 2025-03-31, not-stated, increment
""", tmp_path)
    assert values(figures, "quantity.verified.hours.2") == {
        "quantity.verified.hours.2023-24": 4, "quantity.verified.hours.2024-25": 3}
    assert figures["quantity.verified.hours.academic-year.2023-09-01-to-2024-07-31"].value == 8
    assert figures["quantity.verified.hours.not-stated.2024-04-01-to-2025-03-31"].value == 16


def test_a_level_and_a_yes_or_no_are_read_last_and_not_summed(tmp_path):
    figures = figures_of("""
deliveries
id, activity, measure, quantity, start, end
a, road, jobs, 10, 2024-04-01, 2024-06-30
b, road, jobs, 12, 2024-07-01, 2024-09-30
c, school, jobs, 5, 2024-07-01, 2024-09-30
d, road, wage, 1, 2024-04-01, 2024-06-30
e, road, wage, 1, 2024-07-01, 2024-09-30
""", tmp_path)
    assert figures["quantity.verified.jobs.2024-25"].value == 17
    assert figures["quantity.verified.wage.2024-25"].value == 1


def test_promised_levels_of_different_periods_are_never_added(tmp_path):
    figures = figures_of("""
commitments
id, activity, measure, quantity, start, due, profile
a, road, jobs, 10, 2023-05-01, 2024-12-31, end
b, school, jobs, 7, 2024-04-01, 2025-03-31, end
c, school, jobs, 20, 2024-04-01, 2027-03-31, end
""", tmp_path)
    whole = {name: value for name, value in values(figures, "quantity.committed.jobs.due").items()}
    assert whole == {"quantity.committed.jobs.due-2024-25": 17, "quantity.committed.jobs.due-later": 20}


def test_own_share_counts_and_the_whole_stands_beside_it(tmp_path):
    figure = figures_of("""
parties
activity, organisation, part, share
road, council, partner, 0.25

deliveries
id, activity, measure, quantity
a, road, hours, 10
""", tmp_path)["quantity.verified.hours.2024-25"]
    assert (figure.value, figure.whole) == (Decimal("2.5"), 10)


def test_bounds_are_carried_into_totals(tmp_path):
    figures = figures_of("""
deliveries
id, activity, measure, quantity, bound
a, road, hours, 10, over
b, road, hours, 1, exact
c, school, gifts, 5, about
d, school, gifts, 5, over
e, road, carbon, 3, nearly
""", tmp_path)
    assert figures["quantity.verified.hours.2024-25"].bound == "at-least"
    assert figures["value.verified.2024-25.tiny-1.economic.2024"].bound == "at-least"
    assert figures["quantity.verified.gifts.2024-25"].bound == "about"
    assert "quantity.verified.carbon.2024-25" not in figures
    assert (figures["parts.deliveries.e"].value, figures["parts.deliveries.e"].bound) == (3, "nearly")


# --- value ------------------------------------------------------------------------------------------------------------


def test_types_of_pounds_price_years_and_statuses_stand_apart(tmp_path):
    figures = figures_of("""
commitments
id, activity, measure, quantity
p, road, trained, 3

deliveries
id, activity, measure, quantity, state
a, road, trained, 2, submitted
b, road, carbon, 1, submitted
c, road, gifts, 7, submitted
""", tmp_path)
    assert values(figures, "value.reported.2024-25") == {
        "value.reported.2024-25.tiny-1.economic.2024": 400, "value.reported.2024-25.tiny-1.wellbeing.2024": 100,
        "value.reported.2024-25.tiny-1.environmental.2023": 100, "value.reported.2024-25.tiny-1.cash-given.2024": 7}
    assert not values(figures, "value.verified")
    assert figures["value.committed.tiny-1.economic.2024"].value == 600


def test_the_value_of_what_is_due_is_a_part_of_what_was_promised(tmp_path):
    figures = figures_of("""
commitments
id, activity, measure, quantity, start, due
p, road, hours, 730, 2024-04-01, 2026-03-31
""", tmp_path)
    assert figures["value.committed.tiny-1.economic.2024"].value == 7300
    assert figures["value.due.tiny-1.economic.2024"].value == 3650
    assert figures["value.due.role.commissioner.tiny-1.economic.2024"].selection["due_now"] == "yes"


def test_no_range_is_printed_where_no_source_gives_one(tmp_path):
    figures = figures_of("""
deliveries
id, activity, measure, quantity
a, road, trained, 2
b, school, hours, 1
""", tmp_path)
    whole = figures["value.verified.2024-25.tiny-1.economic.2024"]
    assert (whole.low, whole.value, whole.high, whole.ranged) == (408, 410, 413, 10)
    assert whole.interval_low is not None and 408 <= whole.interval_low <= whole.interval_high <= 413
    assert "90% interval" in whole.note and "Hours of help" in whole.note
    trained = figures["value.verified.trained.2024-25.tiny-1.economic.2024"]
    assert (trained.low, trained.high, trained.ranged, trained.interval_low) == (None, None, None, None)
    assert trained.note == ""


def test_net_is_given_only_for_lines_that_state_a_reduction(tmp_path):
    figures = figures_of("""
deliveries
id, activity, measure, quantity
a, road, trained, 2
b, school, trained, 1

adjustments
id, activity, reduction
r, school, 0.5
""", tmp_path)
    whole = figures["value.verified.2024-25.tiny-1.economic.2024"]
    assert (whole.net, whole.net_of, whole.net_lines, whole.lines) == (100, 200, 1, 2) and "1 of 2 lines" in whole.note
    road = figures["value.verified.activity.road.2024-25.tiny-1.economic.2024"]
    assert (road.net, road.net_of, road.net_lines, road.note) == (None, None, None, "")
    school = figures["value.verified.activity.school.2024-25.tiny-1.economic.2024"]
    assert (school.net, school.net_lines, school.note) == (100, 1, "")


# --- progress ---------------------------------------------------------------------------------------------------------


def test_promises_kept_up_with_late_and_not_yet_due_add_up(tmp_path):
    figures = figures_of("""
commitments
id, activity, measure, quantity, due, profile
kept, road, hours, 10, 2024-12-31, end
late, road, gifts, 10, 2024-12-31, end
later, school, hours, 10, 2025-12-31, end
none, school, carbon, , 2024-12-31, end

deliveries
id, activity, measure, quantity, commitment, state
a, road, hours, 12, kept, submitted
b, road, gifts, 9, late, verified
""", tmp_path)
    counts = {name: int(figures[f"progress.promises.{name}"].value)
              for name in ("made", "due", "not-yet-due", "reported", "checked", "kept-up", "late")}
    assert counts == {"made": 3, "due": 2, "not-yet-due": 1, "reported": 2, "checked": 1, "kept-up": 1, "late": 1}
    assert counts["due"] + counts["not-yet-due"] == counts["made"]
    assert counts["kept-up"] + counts["late"] == counts["due"]
    assert "progress.promises.late.employer" not in figures  # nothing is due there, and no share has a base of nought


def test_what_is_due_falls_by_the_day_or_by_milestones(tmp_path):
    figures = figures_of("""
commitments
id, activity, measure, quantity, start, due, profile
even, road, hours, 730, 2024-04-01, 2026-03-31, even
steps, school, hours, 30, 2024-04-01, 2026-03-31, milestones

milestones
commitment, due, quantity
steps, 2024-12-31, 10
steps, 2025-12-31, 20
""", tmp_path)
    assert figures["progress.due.hours.activity.road"].value == 365
    assert figures["progress.due.hours.activity.school"].value == 10
    assert figures["progress.due.hours"].value == 375


def test_a_level_is_compared_by_its_last_reading(tmp_path):
    figures = figures_of("""
commitments
id, activity, measure, quantity, due, profile
p, road, jobs, 20, 2025-03-31, end

deliveries
id, activity, measure, quantity, start, end, commitment
a, road, jobs, 12, 2024-01-01, 2024-03-31, p
b, road, jobs, 15, 2025-01-01, 2025-03-31, p
""", tmp_path)
    assert figures["progress.promises.late"].value == 1  # 15 of 20, although 12 + 15 would be more


def test_school_years_are_not_set_against_promises_and_the_note_says_so(tmp_path):
    figures = figures_of("""
commitments
id, activity, measure, quantity, profile
p, road, hours, 20, end

deliveries
id, activity, measure, quantity, start, end, period_kind, commitment
a, road, hours, 12, 2024-04-01, 2024-06-30, quarter, p
b, road, hours, 30, 2023-09-01, 2024-07-31, academic-year, p
c, school, hours, 5, 2024-04-01, 2024-06-30, quarter,
""", tmp_path)
    assert figures["progress.answered-reported.hours"].value == 12
    assert figures["progress.beyond.hours"].value == 5
    late = figures["progress.promises.late"]
    assert late.value == 1 and "1 lines of other spans" in late.note


# --- coverage ---------------------------------------------------------------------------------------------------------


def test_coverage_counts_lines_and_claims(tmp_path):
    figures = figures_of("""
deliveries
id, activity, measure, quantity, state, confirmed_by
a, road, hours, 10, verified, council
b, road, jobs, 10, verified,
c, school, hours, 10, submitted,
d, school, hours, 10, queried,
e, school, hours, 10, rejected,

evidence
id, delivery
x, a
y, d
""", tmp_path)
    shares = {name: (figures[f"coverage.{name}.2024-25"].numerator, figures[f"coverage.{name}.2024-25"].denominator)
              for name in ("valued", "checked", "with-evidence", "confirmed")}
    assert shares == {"valued": (2, 3), "checked": (2, 3), "with-evidence": (1, 3), "confirmed": (1, 3)}
    assert figures["coverage.checked.employer.2024-25"].value == 0
    claims = {state: int(figures[f"coverage.claims.{state}.2024-25"].value)
              for state in ("draft", "submitted", "queried", "verified", "rejected")}
    assert claims == {"draft": 0, "submitted": 1, "queried": 1, "verified": 2, "rejected": 1}
    assert figures["coverage.claims.verified.2024-25"].denominator == 5


# --- contracts and weightings -----------------------------------------------------------------------------------------

AWARDS = """
activities
id, title, kind, value, value_bound, awarded, includes_social_value, weighting, act_2012, exemption
road, A, contract, 100000, exact, 2024-05-01, yes, 0.20, yes,
school, B, contract, 60000, exact, 2024-06-01, no, , yes, Bought under an old framework
c, C, contract, 40000, over, 2024-07-01, no, 0.05, no,
d, D, contract, 30000, exact, 2024-08-01, , 0.30, yes,
e, E, contract, 20000, nearly, 2024-09-01, yes, 0.10, ,
f, F, contract, , exact, 2023-09-01, yes, 0.15, yes,
g, G, grant, 5000, exact, 2024-09-01, yes, , ,
h, H, contract, 90000, exact, , yes, 0.15, yes,
"""


@pytest.fixture(scope="module")
def awards(tmp_path_factory):
    return figures_of(AWARDS, tmp_path_factory.mktemp("awards"))


@pytest.mark.parametrize(("name", "part", "base"), [
    ("included.number.contract.2024-25", 2, 4), ("included.number.contract.2023-24", 1, 1),
    ("included.number.contract", 3, 5), ("included.number.grant.2024-25", 1, 1),
    ("included.value.contract.2024-25", 100000, 200000), ("not-recorded.contract.2024-25", 1, 5),
    ("above-threshold.included.number.2024-25", 1, 4), ("above-threshold.exempt.number.2024-25", 1, 4),
    ("above-threshold.neither.number.2024-25", 1, 4), ("above-threshold.not-recorded.number.2024-25", 1, 4),
    ("above-threshold.included.value.2024-25", 100000, 230000), ("above-threshold.neither.value", 40000, 230000),
    ("act-2012.considered.2024-25", 2, 3),
])
def test_awards_that_include_social_value(awards, name, part, base):
    figure = awards[f"contracts.{name}"]
    assert (figure.numerator, figure.denominator) == (part, base)
    assert figure.value == percent(Decimal(part), Decimal(base))


def test_a_value_that_is_over_an_amount_makes_the_share_about(awards):
    figure = awards["contracts.included.value.contract.2024-25"]
    assert figure.bound == "about" and "1 without a value that was reached" in figure.note


def test_weightings_against_the_policy(awards):
    shares = {name: awards[f"weighting.{name}.2024-25"].numerator for name in ("below", "within", "above")}
    assert shares == {"below": 1, "within": 2, "above": 1}
    median = awards["weighting.median.2024-25"]
    assert (median.value, median.denominator) == (15, 4)  # half-way between 10% and 20%
    assert "1 of 5 awarded contracts do not record a weight" in median.note


def test_a_book_without_awards_has_no_such_figure(tmp_path):
    figures = figures_of("deliveries\nid, activity, measure, quantity\na, road, hours, 1", tmp_path)
    assert not values(figures, "contracts") and not values(figures, "weighting")


# --- the rest ---------------------------------------------------------------------------------------------------------


def test_ratios_carry_bounds_and_withhold_what_may_not_be_shown(tmp_path):
    figures = figures_of("""
activities
id, title, value, value_bound
road, A, 1000, over
school, B, 1000, exact

deliveries
id, activity, measure, quantity, bound, state
d, road, trained, 50, exact, verified
o, school, trained, 30, over, verified
q, road, hours, 50, exact, queried
w, road, women, 12, exact, verified
few, school, women, 0, exact, verified

context
id, title, value, unit, bound
residents, Residents, 4000, people, exact
spend, Spend, 20000, £ a year, exact

ratios
id, title, numerator, denominator, unit, places
over, Over, activities/road, deliveries/d, £ a person, 2
under, Under, activities/school, deliveries/o, £ a person, 2
queried, Queried, activities/school, deliveries/q, £ an hour, 2
protected, Protected, activities/school, deliveries/w, £ a woman, 2
figure, By figure, activities/school, figure/quantity.verified.women.2024-25, £ a woman, 2
each, Per resident, figure/quantity.verified.trained.2024-25, context/residents, a resident, 3
nothing, Nothing, activities/nowhere, deliveries/d, £, 2
spend, Spend, context/spend, context/residents, £ a resident, 2
""", tmp_path)
    ratios = {name.removeprefix("ratios."): figure for name, figure in figures.items() if name.startswith("ratios.")}
    assert (ratios["over"].value, ratios["over"].bound) == (20, "at-least")
    assert (ratios["under"].value, ratios["under"].bound) == (Decimal("33.33"), "up-to")
    assert ratios["under"].note.startswith("£1,000.00 divided by over 30 people.")
    assert ratios["spend"].note == "£20,000.00 a year divided by 4,000 people."
    assert (ratios["spend"].value, ratios["spend"].bound) == (5, "exact")
    assert "at most" in ratios["under"].note
    assert (ratios["each"].value, ratios["each"].bound) == (Decimal("0.020"), "at-least")
    for name in ("queried", "protected", "nothing"):
        assert ratios[name].value is None and "No number" in ratios[name].note
    assert (ratios["figure"].value, ratios["figure"].withheld) == (100, Withheld.DISCLOSURE)


def test_the_ten_largest_are_of_every_kind_and_leave_out_what_lies_in_a_larger_one(tmp_path):
    rows = "\n".join(f"a{number:02}, Activity {number}, grant, {number}000," for number in range(1, 13))
    figures = figures_of(f"""
activities
id, title, kind, value, part_of
{rows}
inside, Inside, contract, 11500, a12
programme, Programme, programme, 900000,
unvalued, Unvalued, programme, ,
""", tmp_path)
    largest = {"top-ten.programme", *(f"top-ten.a{number:02}" for number in range(4, 13))}
    assert set(values(figures, "top-ten")) == largest


def test_parts_name_their_whole_and_enter_no_total(tmp_path):
    figures = figures_of("""
deliveries
id, activity, measure, quantity, part_of, counts, repeats, why_not_counted
whole, road, hours, 100, , yes, ,
ward, road, hours, 30, whole, yes, ,
again, school, hours, 100, , no, whole, Decided by the office: the same hours.
""", tmp_path)
    assert figures["quantity.verified.hours.2024-25"].value == 100
    ward = figures["parts.deliveries.ward"]
    assert ward.value == 30 and "a part of whole" in ward.note
    assert "quantity.verified.hours.activity.road.2024-25" in ward.note
    assert figures["parts.deliveries.ward.tiny-1.economic.2024"].value == 300
    assert "Decided by the office" in figures["parts.deliveries.again"].note
    assert values(figures, "parts.deliveries.again.") == {}


def test_a_change_needs_its_base(tmp_path):
    figures = figures_of("""
deliveries
id, activity, measure, quantity, start, end
a, road, hours, 0, 2023-04-01, 2023-06-30
b, road, hours, 10, 2024-04-01, 2024-06-30
c, road, gifts, 4, 2024-04-01, 2024-06-30
d, road, women, 40, 2023-04-01, 2023-06-30
e, road, women, 80, 2024-04-01, 2024-06-30
""", tmp_path)
    assert values(figures, "change.verified") == {"change.verified.hours.2024-25": 10}


def test_promises_by_age_and_by_shortfall_add_up_to_all(tmp_path):
    figures = figures_of("""
activities
id, title, start
new, New, 2024-04-01
year, A year old, 2024-03-31
old, Old, 2022-03-31
ahead, Ahead, 2025-04-01
road, New road,

commitments
id, activity, measure, quantity, start, due, profile
a, new, hours, 10, 2024-04-01, 2025-03-31, end
b, year, hours, 10, 2024-04-01, 2025-03-31, end
c, year, gifts, 10, 2024-04-01, 2025-03-31, end
d, old, hours, 10, 2024-04-01, 2025-03-31, end
e, ahead, hours, 10, 2025-04-01, 2026-03-31, end
f, road, hours, 10, 2024-04-01, 2025-03-31, end

deliveries
id, activity, measure, quantity, commitment
1, new, hours, 10, a
2, year, hours, 5, b
3, year, gifts, 4.99, c
4, old, hours, 9, d

remedies
id, activity, measure, title, owner, on, state
x, year, gifts, A letter, The office, 2025-01-10, done
y, old, , A meeting, The office, 2025-02-10, planned
z, new, , A meeting, The office, 2025-02-10, planned
""", tmp_path)
    assert counts_of_promises(figures) == {
        "made": 6, "due": 5, "not-yet-due": 1, "reported": 4, "checked": 4, "confirmed": 0, "kept-up": 1, "late": 4,
        "late-half-or-more": 2, "late-under-half": 1, "late-nothing": 1, "late-acted": 2}
    by_age = {name: figure.value for name, figure in figures.items() if ".made.age-" in name}
    assert by_age == {f"progress.promises.made.age-{age}": number for age, number in (
        ("under-1", 1), ("1-to-2", 2), ("3-or-more", 1), ("not-begun", 1), ("not-stated", 1))}
    assert counts_of_promises(figures, ".age-1-to-2") == {
        "made": 2, "due": 2, "not-yet-due": 0, "reported": 2, "checked": 2, "confirmed": 0, "kept-up": 0, "late": 2,
        "late-half-or-more": 1, "late-under-half": 1, "late-nothing": 0, "late-acted": 1}
    # Where nothing is due, no share of it is made.
    assert counts_of_promises(figures, ".age-not-begun") == {"made": 1, "due": 0, "not-yet-due": 1}


def test_returns_are_counted_only_where_the_records_tell_of_them(tmp_path):
    text = """
commitments
id, activity, measure, quantity, start, due
p, road, hours, 100, 2024-04-01, 2025-03-31
q, school, hours, 40, 2024-04-01, 2025-03-31
r, road, gifts, 40, 2025-04-01, 2026-03-31

deliveries
id, activity, measure, quantity, state{column}
a, road, hours, 10, verified{came}
b, school, hours, 10, queried{came}
c, school, women, 10, verified{came}
"""
    assert values(figures_of(text.format(column="", came=""), tmp_path / "silent"), "returns") == {}
    told = figures_of(text.format(column=", reported_on", came=", 2024-07-01"), tmp_path / "told")
    # No closing day, so nothing is late; the school's question and its women trained are no settled return.
    assert values(told, "returns") == {f"returns.{name}.2024-25": number
                                       for name, number in (("due", 2), ("received", 1), ("none", 1))}


def test_stated_figures_stand_as_printed(tmp_path):
    figures = figures_of("""
stated
id, title, value, unit, bound, share_or_change, numerator, denominator, would_measure, part_of
change, Up, 9, %, nearly, change, , , ,
share, Share, 80, %, exact, share, 8, 10, ,
words, Better lives, , , exact, neither, , , A survey before and after, share
""", tmp_path)
    assert figures["stated.change"].note == "Base not given."
    assert (figures["stated.share"].numerator, figures["stated.share"].note) == (8, "")
    words = figures["stated.words"]
    assert words.value is None and "value" not in printed(words)
    assert words.note == "Not measured. It would be measured by: A survey before and after. A part of: Share."


def test_pledges_priorities_and_accreditations_are_counted(tmp_path):
    figures = figures_of("""
promises
id, title, state, carried_from
a, Pledge A, met, Report 2023
b, Pledge B, not-met, Report 2023
c, Pledge C, open,

priorities
id, area, title, kind, same_as, owner
p, One, Do this, action, , The office
q, Two, Do this, action, p, The office
r, Two, It is done, success, ,

accreditations
id, aimed
s, silver
t,
""", tmp_path)
    counts = {name.removeprefix("promises."): int(value) for name, value in values(figures, "promises.").items()}
    assert counts == {
        "made": 3, "made.open": 1, "made.met": 1, "made.not-met": 1,
        "carried": 2, "carried.met": 1, "carried.not-met": 1,
        "priorities.areas": 2, "priorities.actions": 2, "priorities.different": 1, "priorities.different.open": 1,
        "priorities.success": 1, "priorities.with-owner": 1, "priorities.with-due": 0, "priorities.with-test": 0,
        "accreditations.held": 2, "accreditations.aiming-higher": 1}


def test_two_figures_may_not_have_one_id(tmp_path, monkeypatch):
    facts = facts_of("stated\nid, title\nx, X", tmp_path)
    monkeypatch.setattr(rules, "FROM_FACTS", {"stated": rules.stated.figures, "again": rules.stated.figures})
    with pytest.raises(Refused, match=r"stated\.x"):
        rules.compute(facts)


def test_counts_of_rows_name_the_rows_they_count(tmp_path):
    figures = figures_of("""
activities
id, title, kind, value, awarded, includes_social_value, weighting
road, A, contract, 300000, 2024-05-01, yes, 0.12
school, B, contract, 100000, 2024-06-01, no, 0.05
bridge, C, contract, 900000, 2024-07-01, ,

promises
id, title, state, due
one, One, met, 2024-05-01
two, Two, open, 2024-05-01
""", tmp_path)
    by_value = figures["contracts.included.value.contract.2024-25"].selection
    assert (by_value["rows"], by_value["of"]) == ("road", "road|school")
    assert figures["contracts.not-recorded.contract.2024-25"].selection["rows"] == "bridge"
    assert figures["weighting.within.2024-25"].selection["rows"] == "road"
    assert figures["weighting.median.2024-25"].selection["rows"] == "road|school"
    assert (figures["promises.made"].selection["rows"], figures["promises.made.met"].selection["rows"]) == (
        "one|two", "one")
    for figure in figures.values():
        if figure.rule in ("contracts", "weighting") and figure.unit == "%" and ".value" not in figure.id:
            assert figure.denominator == len(figure.selection.get("of", figure.selection.get("rows", "")).split("|"))
