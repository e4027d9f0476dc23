"""The audit trail: one event a write, and no way to tamper with the chain that is not found."""

import random
from threading import Thread

import pytest
from django.db import connections
from django.utils import timezone

from commonweal.basics.tables import Record
from commonweal.ledger.tables import ORGANISATIONS
from commonweal.web.audit import chain
from commonweal.web.audit.actions import Actor, Change, anchor, history, one_event, record, verify, writes
from commonweal.web.audit.models import Apart, Event, Head
from commonweal.web.register.actions import write_row

ACTOR = Actor("0123456789abcdef0123456789abcdef", "officer", "smallford", "tests")


@writes
def _write(number: int) -> None:
    record(ACTOR, Change("write", "deliveries", f"d{number}", {"quantity": str(number)}, {"quantity": str(number + 1)},
                         {"reason": f"because of {number}"}))


@writes
def _give_away() -> tuple[int, str]:
    record(ACTOR, Change("freeze figures"))
    return anchor("frozen figures of 31 March 2025")


def _organisation(name: str) -> Record:
    return Record(ORGANISATIONS, dict.fromkeys(ORGANISATIONS.names) | {"id": "newco", "name": name, "kind": "company"})


def test_a_write_is_one_event_with_before_and_after_and_its_reason_apart(body):
    before = Event.objects.count()
    write_row(ACTOR, body, _organisation("New Company"), 0)
    write_row(ACTOR, body, _organisation("Newer Company"), 1, reason="It was renamed.")
    assert Event.objects.count() == before + 2
    added, renamed = history(body.slug, "organisations", "newco")
    assert (added["before"]["name"], added["after"]["name"], added["apart"]) == ("", "New Company", {})
    assert (renamed["before"], renamed["after"]) == ({"name": "New Company"}, {"name": "Newer Company"})
    assert renamed["apart"] == {"reason": "It was renamed."}
    assert renamed["person"] == ACTOR.person and renamed["role"] == "officer"
    assert verify() == (before + 2, [])


def test_a_writer_that_records_no_event_or_two_writes_nothing(db):
    @writes
    def silent() -> None:
        Apart.objects.create(event=1, name="x", salt="", value="")

    @writes
    def twice() -> None:
        record(ACTOR, Change("one"))
        record(ACTOR, Change("two"))

    for wrong in (silent, twice):
        with pytest.raises(RuntimeError, match="a writer records one"):
            wrong()
    assert not Event.objects.exists() and not Apart.objects.exists()


def test_a_writer_never_calls_another_and_nothing_is_recorded_outside_one(db):
    with pytest.raises(RuntimeError, match="called by another writer"), one_event("outer"):
        _write(1)
    with pytest.raises(RuntimeError, match="marked @writes"):
        record(ACTOR, Change("alone"))


def test_values_kept_apart_can_be_erased_and_the_chain_still_holds(db):
    for number in range(5):
        _write(number)
    Apart.objects.filter(event=3).delete()
    assert verify() == (5, [])
    assert history("smallford", "deliveries", "d2")[0]["apart"] == {"reason": None}
    assert "because of" not in "".join(str(value) for row in Event.objects.values() for value in row.values())


# Each takes a chain as rows and spoils it; those that make the chain fit again can be found by an anchor only.
def _change(rows, at, dice):
    name = dice.choice(["what", "table", "key", "before", "after", "person", "role", "where", "body"])
    rows[at][name] = str(rows[at][name]) + "x"


def _redate(rows, at, dice):
    rows[at]["at"] = timezone.now()


def _take_away(rows, at, dice):
    del rows[at]


def _swap(rows, at, dice):
    other = (at + 1 + dice.randrange(len(rows) - 1)) % len(rows)
    for name in chain.COVERED[1:]:
        rows[at][name], rows[other][name] = rows[other][name], rows[at][name]


def _cut_off(rows, at, dice):
    del rows[at:]


def _close_up(rows, at, dice):
    """Take one away and number the rest anew, each with the place that it would have."""
    del rows[at]
    _rewrite(rows)


def _forge(rows, at, dice):
    """Change one and give each the place that it would have."""
    _change(rows, at, dice)
    _rewrite(rows)


def _unread(rows, at, dice):
    """Write something else where the fingerprints of what is kept apart stand, and make the chain fit."""
    rows[at]["apart"] = dice.choice(
        ["", "x", "[]", "3", "null", '"a"', '{"reason":', "[" * 100_000, "NaN", '{"reason":3}'])
    _rewrite(rows)


def _rewrite(rows):
    before = chain.START
    for number, row in enumerate(rows, 1):
        row["number"] = number
        before = row["chain"] = chain.place(before, row)


ATTACKS = (_change, _redate, _take_away, _swap, _cut_off, _close_up, _forge, _unread)


def test_a_thousand_attacks_on_the_chain_are_all_found(db):
    for number in range(30):
        _write(number)
    given_away = _give_away()
    rows = list(Event.objects.order_by("number").values(*chain.COVERED, "chain"))
    head = Head.objects.get()
    apart = {row.event: {row.name: (row.salt, row.value)} for row in Apart.objects.all()}
    assert list(chain.faults(rows, apart, (head.number, head.chain), [given_away])) == []
    dice = random.Random(20261128)
    missed = []
    for attack in range(1_000):
        spoiled = [dict(row) for row in rows]
        spoil = ATTACKS[attack % len(ATTACKS)]
        spoil(spoiled, dice.randrange(len(spoiled)), dice)
        # The attacker makes the end of the chain fit as well.
        end = (spoiled[-1]["number"], spoiled[-1]["chain"]) if spoiled else (0, chain.START)
        if not list(chain.faults(spoiled, apart, end, [given_away])):
            missed.append((attack, spoil.__name__))
    assert missed == []


def test_a_value_kept_apart_that_was_changed_is_found(db):
    _write(7)
    Apart.objects.update(value="because of nothing")
    assert [str(fault) for fault in verify()[1]] == ["Event 1: 'reason' was changed."]


@pytest.mark.parametrize("spoiled", ["", "x", "[]", "3", '{"reason":', "null"])
def test_fingerprints_that_cannot_be_read_are_a_fault_with_a_value_beside_them_and_without(db, spoiled):
    _write(7)
    Event.objects.update(apart=spoiled)
    expected = ["Event 1: it does not follow from the event before: one of the two was changed.",
                "Event 1: what it keeps apart cannot be read: it was changed."]
    assert [str(fault) for fault in verify()[1]] == expected
    Apart.objects.all().delete()
    assert [str(fault) for fault in verify()[1]] == expected


def test_a_chain_cut_back_past_a_place_given_away_is_found_with_the_database_alone(db):
    for number in range(4):
        _write(number)
    _give_away()
    _write(9)
    last = Event.objects.get(number=3)
    Event.objects.filter(number__gt=3).delete()
    Head.objects.update(number=3, chain=last.chain)
    assert [fault.number for fault in verify()[1]] == [5]


@pytest.mark.django_db(transaction=True)
def test_what_is_written_while_the_trail_is_recalculated_is_no_sign_of_tampering(monkeypatch):
    _write(1)
    _write(2)
    writers, recalculate = list[Thread](), chain.faults

    def write() -> None:
        _write(3)
        connections.close_all()

    def meanwhile(*given, **more):
        writers.append(Thread(target=write))
        writers[0].start()
        writers[0].join()
        return recalculate(*given, **more)

    with monkeypatch.context() as patched:
        patched.setattr(chain, "faults", meanwhile)
        assert verify() == (2, [])
    assert verify() == (3, [])


def test_of_places_that_contradict_each_other_none_is_dropped(db):
    _write(1)
    place = Head.objects.get().chain
    assert verify([(1, place), (1, place)])[1] == []
    for wrong in ([(1, "f" * 64), (1, place)], [(1, place), (1, "f" * 64)], [(0, "f" * 64)]):
        assert verify(wrong)[1] != []


def test_an_event_is_never_saved_twice(db):
    _write(1)
    with pytest.raises(TypeError, match="never changed"):
        Event.objects.get().save()
