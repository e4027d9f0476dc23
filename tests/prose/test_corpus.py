"""No number that an author types by mistake gets through, and an author who types none is hardly ever stopped."""

import re
from collections import Counter

import pytest

from tests.house.repository import ROOT
from tests.prose.corpus import MARKED, is_stopped_by, rows, typed

PLANTED = rows("planted.csv")
SOUND = rows("sound.csv")
SETS = ["developed", "held-back-1", "held-back-2", "held-back-3"]


def test_the_lists_are_as_large_and_as_mixed_as_they_have_to_be():
    assert len(PLANTED) >= 300 and len(SOUND) >= 400
    assert all(MARKED.search(row["sentence"]) for row in PLANTED)
    assert sum(row["written"] == "words" for row in PLANTED) * 3 >= len(PLANTED)
    sentences = [row["sentence"] for row in PLANTED + SOUND]
    assert len(set(sentences)) == len(sentences)
    assert {row["set"] for row in PLANTED} == {row["set"] for row in SOUND} == set(SETS)


@pytest.mark.parametrize("name", SETS)
def test_no_planted_number_gets_through(name):
    assert [row["sentence"] for row in PLANTED if row["set"] == name and not is_stopped_by(row["sentence"])] == []


def _stopped() -> list[str]:
    return [row["sentence"] for row in SOUND if next(typed(row["sentence"]), None)]


def test_fewer_than_one_sound_sentence_in_a_hundred_is_stopped():
    assert len(_stopped()) * 100 < len(SOUND)


def test_the_documentation_gives_the_rates_that_are_measured_here():
    page = (ROOT / "docs/reference/prose-numbers.md").read_text(encoding="utf-8")
    planted, sound = Counter(row["set"] for row in PLANTED), Counter(row["set"] for row in SOUND)
    stopped = Counter(row["set"] for row in SOUND if next(typed(row["sentence"]), None))
    table = re.findall(r"^\| ([a-z]\S+) \| (\d+) \| (\d+) \| (\d+) \| (\d+) \|$", page, re.MULTILINE)
    assert table == [(name, str(planted[name]), "0", str(sound[name]), str(stopped[name])) for name in SETS]
    for sentence in _stopped():
        assert sentence in page, "each sound sentence that is stopped is listed"
