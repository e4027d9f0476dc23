"""The manual of the valuation: a dozen small cases, each worked out by hand in its description.

Every case runs on the reference and on DuckDB; `make test-spark` runs them on Spark.
"""

from datetime import date

import pytest

from tests.spec.worked import assert_works_out

ENGINES = [
    "reference",
    "duckdb",
    pytest.param("spark", marks=[pytest.mark.spark, pytest.mark.filterwarnings("default")]),
]
HOURS = {"measures": "id\nhours", "values": "id | measure | central\nhour | hours | 16.93"}

pytestmark = pytest.mark.parametrize("engine", ENGINES)


def test_gross_is_quantity_times_value_rounded_once(engine):
    """12.5 × 16.93 = 211.625, half a penny: away from zero, 211.63. A loss of as much is −211.63.

    3 × 16.93 = 50.79 and 0.0001 × 16.93 = 0.001693, which is nothing to the penny.
    """
    example = HOURS | {
        "measures": "id | negative\nhours | yes",
        "deliveries": "id | quantity\na | 12.5\nb | -12.5\nc | 3\nd | 0.0001",
    }
    assert_works_out(example, engine, """
        line | quantity | gross_central
        a | 12.5000 | 211.63
        b | -12.5000 | -211.63
        c | 3.0000 | 50.79
        d | 0.0001 | 0.00
    """)


def test_net_is_the_printed_gross_times_the_share_counted(engine):
    """A fifth is taken off: 1 − 0.2 = 0.8. The gross is 211.63 as printed; × 0.8 = 169.304, so 169.30.

    Working on from the unrounded 211.625 × 0.8 = 169.30 would give the same here, but for 0.5 hours it does not:
    8.465 is printed as 8.47; × 0.8 = 6.776, so 6.78, where 8.465 × 0.8 = 6.772 would be 6.77.
    """
    example = HOURS | {
        "adjustments": "id | kind | reduction\nanyway | deadweight | 0.2",
        "deliveries": "id | quantity\na | 12.5\nb | 0.5",
    }
    assert_works_out(example, engine, """
        line | gross_central | net_factor | net_central
        a | 211.63 | 0.8000 | 169.30
        b | 8.47 | 0.8000 | 6.78
    """)


def test_several_reductions_are_multiplied_and_rounded_once(engine):
    """(1 − 0.15) × (1 − 0.333) × (1 − 0.1) = 0.85 × 0.667 × 0.9 = 0.510255, to four places 0.5103.

    100 × 16.93 = 1693.00; × 0.5103 = 863.9379, so 863.94. The third holds for hours only, so visits are left
    0.85 × 0.667 = 0.56695, half of the last place: away from zero, 0.5670. 10 × 2.50 = 25.00; × 0.5670 = 14.175,
    so 14.18.
    """
    example = {
        "measures": "id\nhours\nvisits",
        "values": "id | measure | central\nhour | hours | 16.93\nvisit | visits | 2.50",
        "adjustments": "id | kind | reduction | measure\n1 | deadweight | 0.15 |\n2 | attribution | 0.333 |\n"
        "3 | leakage | 0.1 | hours",
        "deliveries": "id | quantity | measure\na | 100 | hours\nb | 10 | visits",
    }
    assert_works_out(example, engine, """
        line | net_factor | net_central
        a | 0.5103 | 863.94
        b | 0.5670 | 14.18
    """)


def test_without_a_stated_reduction_there_is_no_net_value(engine):
    """2 × 16.93 = 33.86. Nothing says how much would have happened anyway, so net stays blank and is not 33.86."""
    example = HOURS | {"deliveries": "id | quantity\na | 2"}
    assert_works_out(example, engine, """
        line | gross_central | net_factor | net_central
        a | 33.86 | - | -
    """)


def test_a_range_is_the_sources_own_and_turns_round_below_zero(engine):
    """10 hours: low 10 × 12 = 120, high 10 × 20.5 = 205. A loss of 10: the low end is −205, the high end −120.

    Visits have no range: both ends are the central amount, 10 × 3 = 30, and none of it counts as ranged.
    """
    example = {
        "measures": "id | negative\nhours | yes\nvisits | no",
        "values": "id | measure | low | central | high\nhour | hours | 12 | 16 | 20.5\nvisit | visits | | 3 |",
        "deliveries": "id | quantity | measure\na | 10 | hours\nb | -10 | hours\nc | 10 | visits",
    }
    assert_works_out(example, engine, """
        line | gross_low | gross_central | gross_high | gross_ranged
        a | 120.00 | 160.00 | 205.00 | 160.00
        b | -205.00 | -160.00 | -120.00 | -160.00
        c | 30.00 | 30.00 | 30.00 | -
    """)


def test_what_has_no_value_says_why(engine):
    """The framework gives no £ for `gifts` on purpose and says so; for `chats` it gives none without a word."""
    example = {
        "measures": "id | no_value_because\nhours |\ngifts | A gift is counted, not priced\nchats |",
        "values": "id | measure | central\nhour | hours | 16.93",
        "deliveries": "id | quantity | measure\na | 1 | hours\nb | 1 | gifts\nc | 1 | chats",
    }
    assert_works_out(example, engine, """
        line | gross_central | reason
        a | 16.93 | -
        b | - | A gift is counted, not priced
        c | - | plain/1 gives no £ per hour
    """)


def test_an_even_promise_falls_due_by_the_day(engine):
    """100 hours from 1 January to 31 December 2023 are 365 days. By 31 March 90 days have passed (31 + 28 + 31):
    100 × 90 / 365 = 24.65753…, to four places 24.6575. The rest, 75.3425, is due after the year ends and not by now.

    24.6575 × 16.93 = 417.451475, so 417.45; 75.3425 × 16.93 = 1275.548525, so 1275.55; together the promise's 1693.00.
    """
    example = HOURS | {"commitments": "id | quantity | start | due | profile\np | 100 | 2023-01-01 | 2023-12-31 | even"}
    assert_works_out(example, engine, """
        line | start | end | quantity | due_now | gross_central
        p.s1 | 2023-01-01 | 2023-03-31 | 24.6575 | yes | 417.45
        p.s2 | 2023-04-01 | 2023-12-31 | 75.3425 | no | 1275.55
    """)


def test_a_promise_due_at_the_end_is_due_on_its_last_day(engine):
    """Nothing of it is due by 31 March 2023, and all of it, 40 × 16.93 = 677.20, on 1 April."""
    example = HOURS | {"commitments": "id | quantity | due | profile\np | 40 | 2023-04-01 | end"}
    for day, due in ((date(2023, 3, 31), "no"), (date(2023, 4, 1), "yes")):
        assert_works_out(example, engine, f"""
            line | quantity | due_now | gross_central
            p.s1 | 40.0000 | {due} | 677.20
        """, as_of=day)


def test_milestones_fall_due_on_their_own_days(engine):
    """10 and 20 of 30 hours: 10 × 16.93 = 169.30 by June 2022, 20 × 16.93 = 338.60 by June 2023."""
    example = HOURS | {
        "commitments": "id | quantity | due | profile\np | 30 | 2023-06-30 | milestones",
        "milestones": "commitment | due | quantity\np | 2022-06-30 | 10\np | 2023-06-30 | 20",
    }
    assert_works_out(example, engine, """
        line | end | quantity | due_now | gross_central
        p.s1 | 2022-06-30 | 10.0000 | yes | 169.30
        p.s2 | 2023-06-30 | 20.0000 | no | 338.60
    """)


def test_an_even_promise_is_cut_where_its_value_changes(engine):
    """10 days from 27 March to 5 April 2023 at 2 hours a day. Five days at £10 and five at £11: 10 × 10 and 10 × 11."""
    example = {
        "measures": "id\nhours",
        "values": "id | measure | central | valid_from | valid_to\nold | hours | 10 | 2022-04-01 | 2023-03-31\n"
        "new | hours | 11 | 2023-04-01 |",
        "commitments": "id | quantity | start | due | profile\np | 20 | 2023-03-27 | 2023-04-05 | even",
    }
    assert_works_out(example, engine, """
        line | quantity | value | gross_central
        p.s1 | 10.0000 | old | 100.00
        p.s2 | 10.0000 | new | 110.00
    """)


def test_running_totals_count_as_the_differences_between_them(engine):
    """120 by June, 200 by September, corrected to 190 by December: 120, 80 more, 10 fewer. Together 190, not 510.

    120 × 16.93 = 2031.60; 80 × 16.93 = 1354.40; −10 × 16.93 = −169.30; the sum is 3216.70 = 190 × 16.93.
    """
    example = HOURS | {
        "measures": "id | negative\nhours | yes",
        "deliveries": "id | quantity | end | basis | period_kind\na | 120 | 2022-06-30 | to-date | to-date\n"
        "b | 200 | 2022-09-30 | to-date | to-date\nc | 190 | 2022-12-31 | to-date | to-date",
    }
    assert_works_out(example, engine, """
        line | quantity | gross_central
        a | 120.0000 | 2031.60
        b | 80.0000 | 1354.40
        c | -10.0000 | -169.30
    """)


def test_of_a_level_only_the_last_reading_of_a_period_counts(engine):
    """8 posts held in June and 6 in March are 6 posts, not 14; the reading of the year before stands by itself."""
    example = {
        "measures": "id | counting | unit\nposts | stock | post",
        "values": "id | measure | unit | central\npost | posts | post | 100",
        "deliveries": "id | measure | quantity | start | end | period_kind\n"
        "a | posts | 8 | 2022-06-30 | 2022-06-30 | at-date\nb | posts | 6 | 2023-03-31 | 2023-03-31 | at-date\n"
        "c | posts | 5 | 2023-06-30 | 2023-06-30 | at-date",
    }
    assert_works_out(example, engine, """
        line | quantity | counted | why_not_counted
        a | 8.0000 | no | a level is not summed: the reading b stands for the period
        b | 6.0000 | yes | -
        c | 5.0000 | yes | -
    """, as_of=date(2024, 3, 31))


def test_an_unchecked_return_does_not_take_a_checked_level_away(engine):
    """8 posts checked in June stand until a later reading is checked too: 6 in March were only reported."""
    example = {
        "measures": "id | counting | unit\nposts | stock | post",
        "values": "id | measure | unit | central\npost | posts | post | 100",
        "deliveries": "id | measure | quantity | start | end | period_kind | state\n"
        "a | posts | 8 | 2022-06-30 | 2022-06-30 | at-date | verified\n"
        "b | posts | 6 | 2023-03-31 | 2023-03-31 | at-date | submitted",
    }
    assert_works_out(example, engine, """
        line | quantity | standing | counted | why_not_counted
        a | 8.0000 | verified | yes | -
        b | 6.0000 | reported | no | a level is not summed: the reading a stands for the period
    """)


def test_one_fact_stands_under_two_frameworks_and_is_not_added(engine):
    """Two hours are 2 × 16.93 = 33.86 by the own framework. The other one counts visits of half an hour, two for one of
    our hours, at £7.25: £14.50 for an hour, 2 × 14.50 = 29.00. They are two values of one line.
    """
    example = HOURS | {
        "crosswalk": "measure | other_framework | other_measure | factor\nhours | other | visits | 2",
        "other/measures": "id | unit\nvisits | visit",
        "other/values": "id | measure | unit | central\nvisit | visits | visit | 7.25",
        "deliveries": "id | quantity\na | 2",
    }
    assert_works_out(example, engine, """
        line | edition | value_measure | gross_central
        a | other/1 | visits | 29.00
        a | plain/1 | hours | 33.86
    """)


def test_a_value_of_another_year_is_brought_to_the_books_prices(engine):
    """£16.93 in prices of 2020, where the index is 90; in 2022 it is 99: 16.93 × 99 / 90 = 18.623 exactly.

    10 × 18.6230 = 186.23. A face value stays as it is: a pound given is a pound, 50 × 1 = 50.00, in its own year.
    """
    example = {
        "measures": "id | unit\nhours | hour\ncash | £",
        "values": "id | measure | unit | central | price_year\nhour | hours | hour | 16.93 | 2020\n"
        "pound | cash | £ | 1 | 2020",
        "indices": "index | year | value\nprices | 2020 | 90\nprices | 2021 | 95\nprices | 2022 | 99",
        "deliveries": "id | measure | quantity\na | hours | 10\nb | cash | 50",
    }
    prices = '[prices]\nyear = 2022\nuprate_with = "prices"\nindex_from = "plain/1"'
    assert_works_out(example, engine, """
        line | price_year | gross_central
        a | 2022 | 186.23
        b | 2020 | 50.00
    """, prices=prices)


def test_a_shared_activity_counts_by_the_bodys_own_share(engine):
    """The council owns half. 25 hours are 12.5 of its own: 12.5 × 16.93 = 211.625, so 211.63, not half of 423.25."""
    example = HOURS | {
        "parties": "activity | organisation | part | share\ngarden | council | owner | 0.5\n"
        "garden | friends | partner | 0.5",
        "deliveries": "id | quantity\na | 25",
    }
    assert_works_out(example, engine, """
        line | quantity | whole_quantity | gross_central
        a | 12.5000 | 25.0000 | 211.63
    """)


def test_a_local_value_goes_before_a_general_one(engine):
    """North has its own £20 an hour; elsewhere it is £16.93. 3 × 20 = 60.00 and 3 × 16.93 = 50.79."""
    example = {
        "measures": "id\nhours",
        "values": "id | measure | central | area\ngeneral | hours | 16.93 |\nlocal | hours | 20 | north",
        "deliveries": "id | quantity | place\na | 3 | north\nb | 3 | town",
    }
    assert_works_out(example, engine, """
        line | value | gross_central
        a | local | 60.00
        b | general | 50.79
    """)
