"""What is said of a chart is true of its table, and a table that says something else is not let through."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonweal.report.blocks import Table
from commonweal.report.charts.check import untrue
from commonweal.report.charts.claims import (
    changes,
    furthest_behind,
    head_at_last,
    head_highest,
    head_kept,
    head_moved,
    head_widest,
    highest_and_lowest,
    listed,
    ranges,
)
from commonweal.report.charts.grid import Cell, Grid, number_in, text_cell, told_apart
from commonweal.report.charts.ink import NotDrawn

NAMES = ("Employer", "Civic leader", "Goods, room hire and services", "£ of 2024: cash", "Old Pits (ward)", "A and B")


def number(value: int | str | Decimal, unit: str = "") -> Cell:
    exact = Decimal(value)
    return text_cell(f"{exact:,f}{unit}", exact)


def grid(*rows: tuple[Cell, ...], columns: tuple[str, ...] = ("Promised",)) -> Grid:
    return Grid("roles", NAMES[: len(rows)], columns, tuple(rows))


def table(of: Grid) -> Table:
    return of.table("t", "caption", "Role")


def said_of(of: Grid) -> list[str]:
    return [head_highest(of, 0), *highest_and_lowest(of, 0)]


def test_the_sentences_say_what_a_reader_finds_in_the_table():
    roles = grid((number(15),), (number(111),), (number(16),))
    assert said_of(roles) == [
        "“Promised” is highest for Civic leader: 111",
        "Of 3 roles, Civic leader is highest for “Promised”: 111.",
        "Employer is lowest for “Promised”: 15.",
    ]
    assert untrue(said_of(roles), table(roles)) == []


def test_what_is_tied_is_said_of_all_and_what_has_no_number_is_named():
    roles = grid((number(7),), (number(7),), (text_cell("[c]"),), (number(2),))
    assert list(highest_and_lowest(roles, 0)) == [
        "Of 3 roles, Employer and Civic leader are highest for “Promised”: 7 each.",
        "£ of 2024: cash is lowest for “Promised”: 2.",
        "There is no number under “Promised” for Goods, room hire and services.",
    ]
    assert untrue(said_of(roles), table(roles)) == []


def test_of_ranges_the_widest_is_named_and_those_without():
    pounds = grid(
        (number("50.00"), number("40.00"), number("90.00")),
        (number("700.00"), number("690.00"), number("735.00")),
        (number("5.00"), text_cell("none given"), text_cell("none given")),
        columns=("Checked", "Low end", "High end"),
    )
    said = [head_widest(pounds), *ranges(pounds)]
    assert said == [
        "The range is widest for Employer",
        "2 of 3 roles have a range.",
        "The range is widest for Employer: 40.00 to 90.00.",
        "No source gives a range for Goods, room hire and services.",
    ]
    assert untrue(said, table(pounds)) == []


def test_of_changes_all_are_counted_and_the_largest_named():
    moved = grid(
        (number(10), number(15), number(50, "%")),
        (number(200), number(150), number(-25, "%")),
        (number(4), number(4), number(0, "%")),
        columns=("2023/24", "2024/25", "In percent"),
    )
    said = [head_moved(moved), *changes(moved)]
    assert said == [
        "1 of 3 roles rose and 1 fell",
        "Of 3 roles, 1 rose, 1 fell and 1 stayed the same.",
        "Employer rose most in percent: 50%, from 10 to 15.",
        "Civic leader fell most in percent: -25%, from 200 to 150.",
    ]
    assert untrue(said, table(moved)) == []


def test_what_rose_too_little_to_be_seen_in_percent_is_counted_and_not_said_to_have_risen_most():
    moved = grid((number(100_025), number(100_030), number("0.0", "%")), (number(100), number(90), number(-10, "%")),
                 columns=("2023/24", "2024/25", "In percent"))
    said = [head_moved(moved), *changes(moved)]
    assert said == [
        "1 of 2 roles rose and 1 fell",
        "Of 2 roles, 1 rose, 1 fell and 0 stayed the same.",
        "Civic leader fell most in percent: -10%, from 100 to 90.",
    ]
    assert untrue(said, table(moved)) == []


def test_numbers_that_are_printed_alike_are_said_to_be_alike_whatever_lies_behind_the_last_place():
    alike = grid((text_cell("13.3", Decimal("13.3394")),), (text_cell("13.3", Decimal("13.3021")),),
                 (text_cell("2", Decimal(2)),))
    assert said_of(alike)[0] == "“Promised” is highest for Employer and Civic leader: 13.3"
    assert untrue(said_of(alike), table(alike)) == []


def test_of_two_rows_or_columns_of_one_name_nothing_is_believed_until_they_are_told_apart():
    """Only the first of the two "Jobs" is highest: of which of them the sentence is, nobody could tell."""
    rows = ((number(9),), (number(4),), (number(5),))
    same = Grid("roles", ("Jobs", "Jobs", "Hours"), ("Promised",), rows)
    apart = Grid("roles", told_apart(same.rows), ("Promised",), rows)
    assert set(untrue(said_of(same), table(same))) == set(said_of(same))
    assert said_of(apart)[1:] == ["Of 3 roles, Jobs is highest for “Promised”: 9.",
                                  "Jobs (2) is lowest for “Promised”: 4."]
    assert untrue(said_of(apart), table(apart)) == []
    twice = Grid("roles", apart.rows, ("Promised", "Promised"), tuple((*row, number(1)) for row in rows))
    assert set(untrue(said_of(twice), table(twice))) == set(said_of(twice))


def test_without_a_number_nothing_can_be_highest():
    with pytest.raises(NotDrawn, match="no number under 'Promised'"):
        head_highest(grid((text_cell("[c]"),), (text_cell("not stated"),)), 0)


def kept_grid(*rows: tuple[int | str, int | str]) -> Grid:
    cells = ((number(wanted, " h"), number(done, " h")) for wanted, done in rows)
    return grid(*cells, columns=("Due by now", "Reported"))


def said_of_kept(of: Grid) -> list[str]:
    return [head_kept(of, 0, 1), *furthest_behind(of, 0, 1)]


def test_of_what_was_wanted_it_is_said_how_much_was_done_and_what_is_furthest_behind():
    """Nothing is due of the fourth. The second has a quarter, the third a half, though that lacks more."""
    due = kept_grid((10, 12), (4, 1), (40, 20), (0, 3))
    assert said_of_kept(due) == [
        "“Reported” reaches “Due by now” for 1 of 3 roles",
        "Civic leader is furthest behind: 1 h under “Reported”, 4 h under “Due by now”.",
    ]
    assert untrue(said_of_kept(due), table(due)) == []
    assert said_of_kept(kept_grid((4, 1), (8, 2))) == ["“Reported” reaches “Due by now” for 0 of 2 roles"]
    assert untrue(["Employer is furthest behind: 1 h under “Reported”, 4 h under “Due by now”."],
                  table(kept_grid((4, 1), (8, 2)))) != []


def test_a_headline_about_the_last_row_is_believed_of_the_last_row_alone():
    counts = kept_grid((9, 4), (8, 6))
    assert head_at_last(counts) == "Civic leader: 6 h of 8 h measures reported in full"
    assert untrue([head_at_last(counts)], table(counts)) == []
    assert untrue(["Employer: 4 h of 9 h measures reported in full"], table(counts)) != []


@given(st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), min_size=1, max_size=6), st.data())
def test_what_is_said_of_any_promises_is_true_and_of_others_only_where_it_would_be_said(rows, data):
    if not any(wanted for wanted, _ in rows):
        rows[0] = (1, rows[0][1])
    due = kept_grid(*rows)
    assert untrue(said_of_kept(due), table(due)) == []
    place = data.draw(st.integers(0, len(rows) - 1))
    other = kept_grid(*(data.draw(st.tuples(st.integers(1, 60), st.integers(0, 60))) if at == place else row
                        for at, row in enumerate(rows)))
    assert set(untrue(said_of_kept(due), table(other))) == set(said_of_kept(due)) - set(said_of_kept(other))


@pytest.mark.parametrize(
    "sentence",
    [
        "Of 3 roles, Civic leader is highest for “Promised”: 112.",
        "Of 4 roles, Civic leader is highest for “Promised”: 111.",
        "Of 3 roles, Employer is highest for “Promised”: 15.",
        "Civic leader is lowest for “Promised”: 111.",
        "Employer is lowest for “Promised”: 16.",
        "Of 3 roles, Civic leader is highest for “Checked”: 111.",
        "Of 3 councils, Civic leader is highest for “Promised”: 110.",
        "Of 3 roles, Civic leader is highest for “Promised”: 111. And 12 more.",
        "Of 3 roles, Mayor is highest for “Promised”: 111.",
        "Of 3 things nobody knows, Civic leader is highest for “Promised”: 111.",
        "All 3 roles are alike for “Promised”: 111.",
        "There is no number under “Promised” for Employer.",
        "Civic leader did best.",
        "",
    ],
)
def test_a_sentence_that_the_table_does_not_bear_out_is_not_believed(sentence):
    roles = grid((number(15),), (number(111),), (number(16),))
    assert untrue([sentence], table(roles)) == [sentence]


numbers = st.integers(-10_000, 2_000_000)
columns_of_numbers = st.lists(numbers, min_size=2, max_size=6)


@given(columns_of_numbers)
def test_every_sentence_about_any_numbers_is_true(values):
    roles = grid(*((number(value),) for value in values))
    assert untrue(said_of(roles), table(roles)) == []


@given(columns_of_numbers, st.data())
def test_one_other_number_in_the_table_is_seen(values, data):
    """A sentence made from the table before is believed of the table after only if it would be made from it too."""
    before = grid(*((number(value),) for value in values))
    place = data.draw(st.integers(0, len(values) - 1))
    changed = data.draw(numbers)
    after = grid(*((number(changed if at == place else value),) for at, value in enumerate(values)))
    outcome = untrue(said_of(before), table(after))
    assert outcome == [sentence for sentence in said_of(before) if sentence not in said_of(after)]


# Of two large numbers as of two small ones: what rose by 5 of 100,025 rose by 0.0%, as it is printed.
amounts = st.integers(1, 5000) | st.integers(100_000, 100_040)
pairs = st.lists(st.tuples(amounts, amounts), min_size=2, max_size=6)


def moved_grid(rows: list[tuple[int, int]]) -> Grid:
    percents = [(Decimal(now - before) * 100 / before).quantize(Decimal("0.1")) for before, now in rows]
    cells = [
        (number(before), number(now), number(percent, "%"))
        for (before, now), percent in zip(rows, percents, strict=True)
    ]
    return grid(*cells, columns=("2023/24", "2024/25", "In percent"))


@given(pairs)
def test_what_is_said_of_any_changes_is_true(rows):
    moved = moved_grid(rows)
    assert untrue([head_moved(moved), *changes(moved)], table(moved)) == []


@given(pairs)
def test_changes_told_the_wrong_way_round_are_seen(rows):
    moved, turned = moved_grid(rows), moved_grid([(now, before) for before, now in rows])
    wrong = untrue([*changes(moved)], table(turned))
    assert set(wrong) == set(changes(moved)) - set(changes(turned))


@given(st.lists(st.sampled_from(NAMES), min_size=1, max_size=6, unique=True))
def test_a_run_of_names_holds_each(names):
    assert all(name in listed(names) for name in names)


@pytest.mark.parametrize(
    ("text", "value"),
    [("£1,234.50", "1234.50"), ("at least £29,250.00", "29250.00"), ("-32%", "-32"), ("70.4 firms", "70.4")],
)
def test_the_number_of_a_printed_text_is_read(text, value):
    assert number_in(text) == Decimal(value)
