"""The two lifecycles: nothing moves but by its table, and the page says what the table says."""

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonweal.ledger.lifecycle import (
    ACTORS,
    COMMITMENTS,
    DELIVERIES,
    NEW,
    Lifecycle,
    diagram,
    lifecycle_page,
    may_follow,
    why_not_move,
)
from commonweal.ledger.tables import DELIVERY_STATES, STAGES
from tests.house.repository import ROOT

LIVES = pytest.mark.parametrize("life", [COMMITMENTS, DELIVERIES], ids=lambda life: life.row)


def test_every_state_of_the_tables_is_in_its_lifecycle():
    assert COMMITMENTS.names == STAGES
    assert DELIVERIES.names == DELIVERY_STATES


@LIVES
def test_every_state_can_be_reached(life: Lifecycle):
    reached = {NEW}
    while found := {move.after for move in life.moves if move.before in reached} - reached:
        reached |= found
    assert reached == {NEW, *life.names}


@LIVES
def test_every_move_stands_once_between_known_states_by_known_people(life: Lifecycle):
    assert len({(move.before, move.after) for move in life.moves}) == len(life.moves)
    for move in life.moves:
        assert move.after in life.names and move.before in (NEW, *life.names)
        assert move.who and set(move.who) <= set(ACTORS) and move.means.endswith(".")
    for state in life.states:
        ended = all(move.before != state.name for move in life.moves)
        assert state.means.endswith(".") and state.owner in {*ACTORS, "nobody"}
        assert state.owner == "nobody" or not ended


@given(st.sampled_from([COMMITMENTS, DELIVERIES]), st.data())
def test_a_random_walk_never_leaves_the_table(life: Lifecycle, data: st.DataObject):
    here, walked = NEW, [NEW]
    for _ in range(data.draw(st.integers(1, 12))):
        wish = data.draw(st.sampled_from([*life.names, NEW, "lost"]))
        who = data.draw(st.sampled_from([*ACTORS, "passer-by"]))
        reason = why_not_move(life, here, wish, who)
        assert (reason is None) == any((m.before, m.after) == (here, wish) and who in m.who for m in life.moves)
        if reason is None:
            here = wish
            walked.append(here)
        else:
            assert reason.endswith(".") and len(reason.split()) > 4
    assert all(may_follow(life, before, after) for before, after in pairwise(walked))


@pytest.mark.parametrize(
    ("life", "before", "after", "who", "reason"),
    [
        (DELIVERIES, "submitted", "verified", "checker", None),
        (DELIVERIES, "submitted", "verified", "supplier", "Only the checker may make it verified."),
        (DELIVERIES, "draft", "verified", "checker", "A claim that is draft can only become submitted."),
        (DELIVERIES, "rejected", "submitted", "supplier", "A claim that is rejected stays so."),
        (
            DELIVERIES,
            "draft",
            "sent",
            "supplier",
            "There is no state 'sent': a claim is draft, submitted, queried, verified or rejected.",
        ),
        (
            DELIVERIES,
            "draft",
            NEW,
            "supplier",
            "There is no state 'new': a claim is draft, submitted, queried, verified or rejected.",
        ),
        (
            DELIVERIES,
            "draft",
            "submitted",
            "mayor",
            "There is nobody called 'mayor': a move is made by supplier, officer, checker or system.",
        ),
        (COMMITMENTS, "offered", "withdrawn", "system", None),
        (COMMITMENTS, NEW, "committed", "supplier", "Only the officer may make it committed."),
        (
            COMMITMENTS,
            "committed",
            "offered",
            "officer",
            "A promise that is committed can only become committed or withdrawn.",
        ),
    ],
)
def test_the_reason_why_not_is_a_sentence(life: Lifecycle, before: str, after: str, who: str, reason: str | None):
    assert why_not_move(life, before, after, who) == reason


@LIVES
def test_the_picture_shows_every_move_and_every_end(life: Lifecycle):
    lines = diagram(life).splitlines()
    assert lines[0] == "stateDiagram-v2"
    shown = {tuple(line.strip().split(":")[0].split(" --> ")) for line in lines[1:]}
    moves = {("[*]" if move.before == NEW else move.before, move.after) for move in life.moves}
    ends = {(name, "[*]") for name in life.names if all(move.before != name for move in life.moves)}
    assert shown == moves | ends and len(lines) == 1 + len(shown)


def _without_pictures(page: str) -> str:
    return re.sub(r"```mermaid.*?```|<figure>.*?</figure>|<!--.*?-->\n*", "", page, flags=re.DOTALL)


def test_the_page_is_made_from_the_tables():
    page = (ROOT / "docs" / "reference" / "lifecycle.md").read_text(encoding="utf-8")
    assert _without_pictures(page) == _without_pictures(lifecycle_page())
    assert page != _without_pictures(page)
