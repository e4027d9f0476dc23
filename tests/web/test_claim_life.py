"""The whole life of a claim on the site, by chance: no illegal state, and what is locked never changes."""

import os
from contextlib import suppress
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from commonweal.basics.findings import Refused
from commonweal.basics.tables import Record
from commonweal.ledger.lifecycle import DELIVERIES, NEW, may_follow
from commonweal.ledger.tables import EVIDENCE
from commonweal.web.audit.actions import verify
from commonweal.web.people.access import Visit
from commonweal.web.people.models import Body, Membership
from commonweal.web.register.actions import ChangedMeanwhile, put, take_in, write_row
from commonweal.web.register.locks import Lock, Locked
from commonweal.web.register.models import ROWS
from commonweal.web.register.reading import record
from commonweal.web.returns.actions import AnsweredMeanwhile, Declared, NothingToDo, save_answer, send
from commonweal.web.returns.models import Answer, Sending
from commonweal.web.review.actions import decide
from commonweal.web.review.locking import approve, prepare, reopen, standing
from tests.web.asked import SAYS, asked, opened
from tests.web.conftest import TESTER, person

# `make test-lives` lives ten thousand; so few every time.
LIVES = int(os.environ.get("COMMONWEAL_LIVES", "25"))
MEASURES = ("volunteering-hours", "apprenticeships")
# What an action may answer with, instead of doing what is not allowed now.
SAYS_NO = (Refused, NothingToDo, AnsweredMeanwhile, Locked, ChangedMeanwhile)


class Life(RuleBasedStateMachine):
    """Suppliers, checkers and approvers do whatever they like in any order, in a body that is there already."""

    body: Body

    def __init__(self):
        super().__init__()
        # Each life is a part of a transaction, which leaves nothing behind.
        self.life = transaction.atomic()
        self.life.__enter__()
        self.round = self.body.rounds.get()
        people = {held.role: held.person for held in Membership.objects.filter(body=self.body)}
        self.visits = {role: Visit.of(found, self.body, "tests") for role, found in people.items()}
        self.seen, self.kept = {}, None
        self.looked, self.claims = None, {}

    def _look(self):
        """Whether something was written since the last look; then the claims are read anew."""
        # What SQLite counts takes no question. Another database is asked each time.
        written = getattr(connection.connection, "total_changes", None)
        if written is not None and written == self.looked:
            return False
        rows = ROWS["deliveries"].objects.filter(body=self.body, key__startswith="2025-q1.").order_by("key")
        self.looked, self.claims = written, {row.key: row for row in rows}
        return True

    @rule(measure=st.sampled_from(MEASURES), quantity=st.integers(0, 9), done=st.booleans(), stale=st.booleans())
    def answer(self, measure, quantity, done, stale):
        found = Answer.objects.get(returned__body=self.body, measure=measure)
        with suppress(*SAYS_NO):
            save_answer(TESTER, found, SAYS | {"quantity": Decimal(quantity)}, max(found.version - stale, 0), done)

    @rule(stale=st.booleans(), how=st.sampled_from(["here", "telephone"]))
    def send(self, stale, how):
        returned = asked(self.body)
        with suppress(*SAYS_NO):
            send(TESTER, returned, max(returned.sent - stale, 0), Declared("R", "S", how, date(2025, 4, 20)))

    @rule(data=st.data(), decision=st.sampled_from(["query", "verify", "reject"]))
    def decide(self, data, decision):
        if claims := self.claims:
            claim = claims[data.draw(st.sampled_from(sorted(claims)))].to_record()
            with suppress(*SAYS_NO):
                decide(self.visits["officer"], claim, decision, "Because.")

    @rule(data=st.data())
    def bring_evidence(self, data):
        if claims := self.claims:
            key = data.draw(st.sampled_from(sorted(claims)))
            found = Record(EVIDENCE, {"id": f"{key}.e", "delivery": key, "sha256": "a" * 64, "kind": "letter",
                                      "dated": date(2025, 3, 31), "file_name": None})
            with suppress(*SAYS_NO):
                write_row(TESTER, self.body, found, 0)

    @rule()
    def prepare(self):
        with suppress(*SAYS_NO):
            prepare(self.visits["officer"], self.round)

    @rule()
    def approve(self):
        had = standing(self.round)
        with suppress(*SAYS_NO):
            approve(self.visits["approver"], self.round)
            assert "prepared" in had

    @rule(reason=st.sampled_from(["", "A sheet was wrong."]))
    def reopen(self, reason):
        with suppress(*SAYS_NO):
            reopen(self.visits["officer"], self.round, reason)
            assert reason and standing(self.round) == {}

    @precondition(lambda self: self.kept is not None)
    @rule(data=st.data())
    def write_past_everything(self, data):
        """A writer that asks nobody meets the lock all the same."""
        if claims := self.claims:
            key = data.draw(st.sampled_from(sorted(claims)))
            found = record(self.body, "deliveries", key)
            try:
                put(self.body, Record(found.table, dict(found.values) | {"quantity": Decimal(99)}),
                    claims[key].row_version)
                raise AssertionError("a locked claim was written")
            except Locked:
                pass

    @invariant()
    def what_must_hold_holds(self):
        """After each step that wrote anything, also one that was taken back."""
        if self._look():
            self.states_follow_the_lifecycle()
            self.what_is_locked_never_changes()
            self.each_sending_is_one()

    def states_follow_the_lifecycle(self):
        """Every change of state that was seen is a way along allowed moves."""
        for key, row in self.claims.items():
            before = self.seen.get(key, NEW)
            assert row.state in DELIVERIES.names
            assert row.state == before or _way(before, row.state), (before, row.state)
            self.seen[key] = row.state

    def what_is_locked_never_changes(self):
        """From the lock until it is opened again, the claims are the same to the last column."""
        now = [sorted((name, str(value)) for name, value in row.__dict__.items() if name != "_state")
               for row in self.claims.values()]
        signed = set(standing(self.round))
        if Lock.objects.filter(body=self.body).exists():
            assert signed == {"prepared", "approved"}
            assert self.kept in (None, now)
            self.kept = now
        else:
            assert "approved" not in signed
            self.kept = None

    def each_sending_is_one(self):
        """As many receipts as sendings, and the claims that they made are in the register."""
        returned = asked(self.body)
        assert Sending.objects.filter(returned=returned).count() == returned.sent
        assert set(returned.answers.exclude(claim="").values_list("claim", flat=True)) <= set(self.claims)

    def teardown(self):
        faults = verify()[1]
        transaction.set_rollback(True)
        self.life.__exit__(None, None, None)
        assert faults == []


def _way(before, after):
    """Whether allowed moves lead from one state to the other; sending takes two of them at once."""
    return may_follow(DELIVERIES, before, after) or any(
        may_follow(DELIVERIES, before, between) and may_follow(DELIVERIES, between, after)
        for between in DELIVERIES.names)


@pytest.fixture
def lived_in(db, starter):
    """A body that asks for returns, with the people who check and approve."""
    body = Body.objects.create(slug="life", name="Life Council")
    take_in(TESTER, body, starter)
    opened(body)
    for role in ("officer", "approver"):
        person(role, body)
    return body


def test_no_life_of_a_claim_reaches_an_illegal_state_and_what_is_locked_never_changes(lived_in):
    Life.body = lived_in
    run_state_machine_as_test(Life, settings=settings(
        max_examples=LIVES, stateful_step_count=40, suppress_health_check=list(HealthCheck)))
