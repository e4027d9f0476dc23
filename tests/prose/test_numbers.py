"""The shapes of numbers, one by one, and the close relations that are none."""

import pytest

from commonweal.report.prose.numbers import typed_numbers
from commonweal.report.prose.passages import passages


def found(text: str, *, heading: bool = False) -> list[str]:
    return [typed.text for typed in typed_numbers(text, heading=heading)]


@pytest.mark.parametrize(("text", "number"), [
    ("gave 1,234 hours", "1,234"), ("worth £1.1m", "£1.1m"), ("up by 50%", "50%"), ("1/2 of it", "1/2"),
    ("½ of it", "½"),
    ("from 10-20 firms", "10-20"), ("the £3.5bn fund", "£3.5bn"), ("our 1.6million residents", "1.6million"),
    ("a total of GBP 40m", "GBP 40m"), ("ten per cent of it", "ten per cent"),
    ("twelve hundred trees", "twelve hundred"),
    ("two and a half years", "two and a half"), ("one in four residents", "one in four"), ("3 out of 10", "3"),
    ("by a third", "a third"), ("two-thirds of them", "two-thirds"), ("half of them", "half of"),
    ("a tenfold rise", "tenfold"),
    ("twice as many", "twice as"), ("a dozen firms", "dozen"), ("the poorest tenth.", "poorest tenth"),
    ("our 1,000th tree", "1,000"), ("ranked third in the land", "ranked third"), ("hired one apprentice", "one"),
    ("planted 2000 trees", "2000"), ("in 2000 homes the boiler", "2000"), ("rose by 2024", "2024"),
    ("zero complaints", "zero"),
])
def test_a_quantity_is_found_whole(text, number):
    assert found(text)[0] == number


@pytest.mark.parametrize(("sound", "quantity"), [
    ("a third party", "a third of it"), ("in March 2024", "in 2024 homes we"), ("one another", "one apprentice"),
    ("one day the yard", "one day a week"), ("the old one", "gave the school one van"),
    ("more than one firm", "more than one in ten"),
    ("only once", "only one"), ("the first half of 2024", "the first half of the homes"),
    ("the last quarter", "a quarter of it"),
    ("in the Three Graces", "in Three Hundred homes"), ("double glazing", "the hours doubled"),
    ("net zero", "zero homes"),
    ("level 3 courses", "300 level 3 courses"), ("the A59", "the £59"), ("over-65s", "over 65 people"),
    ("at 9am", "at 9 sites"),
    ("one mother said", "one hundred said"), ("the twenty-first century", "twenty first aiders"),
    ("2023/24", "23/24 of them"),
])
def test_what_looks_alike_is_told_apart(sound, quantity):
    assert found(sound) == []
    assert found(quantity) != []


def test_a_heading_may_be_numbered_but_may_not_count():
    assert found("2.1 What we did", heading=True) == []
    assert found("120 Jobs at the depot", heading=True) == ["120"]


def test_marks_of_markdown_hide_no_number_and_count_as_none():
    text = ("1. th*ree* homes, 2**00** more\n2. [our 40 firms](https://example.org/2030/50) and `code-12`\n\n"
            "fo\u00adur sheds")
    numbers = [(passage.row_of(typed.start), typed.text)
               for passage in passages(text, 5) for typed in typed_numbers(passage.text)]
    assert numbers == [(5, "three"), (5, "200"), (6, "40"), (8, "four")]
