"""Words for few eyes, and stories: due in their time, destroyed whole, and the books still read."""

import re
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import timezone

from commonweal.basics.tables import ERASED, Kind, Record, read_value
from commonweal.exchange.arrival import Arrival
from commonweal.exchange.files import File
from commonweal.exchange.receipt import receipt
from commonweal.ledger.book import read_book
from commonweal.ledger.tables import BOOK_TABLES, BY_NAME
from commonweal.web.audit import actions as audit
from commonweal.web.audit import retention
from commonweal.web.audit.actions import Actor, verify
from commonweal.web.audit.models import Apart, Disposal, Event, Hold
from commonweal.web.people.access import Visit
from commonweal.web.people.models import Body, Person
from commonweal.web.publishing.actions import decline
from commonweal.web.publishing.models import Asked, Frozen, Release, Work
from commonweal.web.register.actions import ChangedMeanwhile, take_out, write_row, write_text
from commonweal.web.register.arrivals import bring_in, take_back
from commonweal.web.register.held import held_about
from commonweal.web.register.imports import keep, leave, put_in
from commonweal.web.register.locks import Lock
from commonweal.web.register.looking import look_through
from commonweal.web.register.models import ROWS, Import, Text
from commonweal.web.register.reading import checking, record, texts
from commonweal.web.register.retention import erasable
from commonweal.web.register.ways_in import MAP
from commonweal.web.returns.arranging import ask_more_time, decide_more_time
from commonweal.web.returns.models import MoreTime, Round
from commonweal.web.review.models import Drawn, Sample
from commonweal.web.review.sampling import note_result
from tests.report.publishable import png
from tests.web.asked import answered, asked, opened, sent
from tests.web.conftest import person, signed_in

MARK = "Canary Quill"
ACTOR = Actor("", "test", "smallford", "tests")


@pytest.fixture
def keepers(body: Body) -> tuple[Actor, Actor]:
    """Two administrators of the body."""
    return tuple(Actor(person("administrator", body, nth=nth).key, "administrator", body.slug) for nth in "ab")


def _destroyed(keepers: tuple[Actor, Actor]) -> int:
    """Have all that is due proposed by one and approved by the other, as one event more each."""
    made = audit.propose_disposal(keepers[0])
    before = Event.objects.count()
    done = audit.decide_disposal(keepers[1], made, True)
    assert Event.objects.count() == before + 1 and verify()[1] == []
    return done.destroyed


def _row(body: Body, table: str, version: int = 0, **said: str) -> Record:
    """Write a row, or more into one that is there."""
    declared, now = BY_NAME[table], record(body, table, said["id"])
    values = dict(now.values) if now else dict.fromkeys(declared.names)
    made = Record(declared, values | {name: read_value(text, declared.column(name)) for name, text in said.items()})
    write_row(ACTOR, body, made, version)
    return made


def _payment(body: Body, key: str, paid: str, version: int = 0, supplier: str = MARK) -> Record:
    return _row(body, "payments", version, id=key, paid=paid, amount="10.00", supplier=supplier)


def _of_marks() -> list[str]:
    return list(Apart.objects.filter(value__contains=MARK).order_by("id").values_list("name", flat=True))


def test_every_column_for_few_eyes_that_holds_words_is_a_kind_that_counts_from_a_day_of_its_row():
    names = [f"{table.name}.{column.name}" for table, column in erasable()]
    assert {"payments.supplier", "payments.postcode", "deliveries.internal_note", "reviews.by"} <= set(names)
    for name, (table, column) in zip(names, erasable(), strict=True):
        assert column.kind is Kind.TEXT and table.column(table.over).kind is Kind.DATE, name
        kind = retention.KINDS[name]
        assert ": " in str(kind.shown) and str(kind.counts_from).startswith("the day in “"), name
    assert [f"{table.name}.{column.name}" for table in BOOK_TABLES for column in table.columns
            if column.see.value == "personal" and not column.erasable] == []


def test_a_personal_column_goes_when_its_time_is_over_and_what_it_said_before_goes_with_it(body, keepers):
    _payment(body, "p1", "2015-03-01")
    _payment(body, "p1", "2015-03-01", 1, f"{MARK} and Daughter")
    _payment(body, "p2", timezone.localdate().isoformat())
    assert retention.due(body.slug) == []
    audit.set_period(keepers[0], "payments.supplier", "", "", 72, "policy")
    assert [str(each) for _, each in retention.due(body.slug)] == ["payments.supplier p1"]
    audit.hold(keepers[0], "payments", "p1", "A court asked for it.")
    assert retention.due(body.slug) == []
    audit.end_hold(keepers[0], audit.Hold.objects.get())
    assert _destroyed(keepers) == 1
    gone = record(body, "payments", "p1")
    assert (gone.get("supplier"), gone.text("amount")) == (None, "10.00")
    assert record(body, "payments", "p2").text("supplier") == MARK and _of_marks() == ["after.supplier"]
    assert retention.due(body.slug) == []
    with checking(body) as kept:
        assert kept.book.rows("payments")
    with pytest.raises(ChangedMeanwhile):  # Who had it open in a form cannot write it back.
        _payment(body, "p1", "2015-03-01", 2)


def test_where_something_must_stand_a_word_stands_also_in_a_locked_span_and_the_book_reads_back(
        body, keepers, tmp_path):
    Lock.objects.create(body=body, period="all", label="All of it", start=date(2000, 1, 1), end=date(2030, 1, 1))
    for column in ("by", "maker"):
        audit.set_period(keepers[0], f"reviews.{column}", "", "", 12, "policy")
    reviews = ROWS["reviews"].objects.filter(body=body)
    assert _destroyed(keepers) == 2 * reviews.count() > 0
    assert set(reviews.values_list("by", "maker")) == {(ERASED, None)} and retention.due(body.slug) == []
    with checking(body) as kept:
        assert kept.book.rows("reviews")
    (tmp_path / "out").mkdir()
    take_out(body, tmp_path / "out")
    read = read_book(tmp_path / "out")
    assert read.findings == [] and {row.text("by") for row in read.book.rows("reviews")} == {ERASED}
    assert held_about(body, timezone.localdate(), activity="repairs").doubts == []


def test_what_only_staff_read_stands_apart_and_on_the_page_of_its_row_until_it_goes(body, keepers):
    _row(body, "activities", 1, id="repairs", internal_note=MARK)
    assert not Event.objects.filter(after__contains=MARK).exists() and _of_marks() == ["after.internal_note"]
    officer = signed_in(person("officer", body))
    page = "/smallford/activities/repairs/"
    assert MARK in officer.get(page).content.decode()
    ROWS["activities"].objects.filter(body=body, key="repairs").update(end=date(2015, 1, 1))
    audit.set_period(keepers[0], "activities.internal_note", "", "", 12, "policy")
    assert _destroyed(keepers) == 1
    assert MARK not in officer.get(page).content.decode() and _of_marks() == []


def _brought(body: Body, *rows: Record) -> Import:
    file = File("spend.csv", b"the file")
    found = Import.objects.create(body=body, door="payments", name=file.name, sha256=file.sha256, person="x")
    bring_in(ACTOR, found, Arrival(receipt(file, [], []), {"payments": rows}))
    return found


def test_what_a_file_overwrote_is_apart_as_well_and_taking_the_file_back_does_not_bring_it_again(body, keepers):
    rows = [_payment(body, key, "2015-03-01") for key in ("p1", "p2")]
    found = _brought(body, *(Record(row.table, dict(row.values) | {"supplier": "Somebody"}) for row in rows))
    assert MARK not in found.before and _of_marks().count("payments/p2.before.supplier") == 1
    retention.forget(body.slug, "payments", ["p1"], "supplier")
    take_back(ACTOR, found)
    assert [record(body, "payments", key).get("supplier") for key in ("p1", "p2")] == [None, MARK]
    audit.set_period(keepers[0], "payments.supplier", "", "", 72, "policy")
    assert _destroyed(keepers) == 1 and _of_marks() == []


def test_what_was_found_in_a_file_of_payments_goes_when_the_last_of_its_payments_does(body, keepers):
    made = 'title = "spend"\n[into.payments]\n' + "".join(
        f'{name} = "{name}"\n' for name in ("id", "paid", "amount", "supplier"))
    file = File("spend.csv", f"id,paid,amount,supplier\np1,2015-03-01,10.00,Good\np2,2015-03-01,ten,{MARK}\n"
                             f"p3,2015-03-01,{MARK},Other\np4,2025-03-01,10.00,Later\n".encode())
    brought = [keep(body, file, MAP, ACTOR, made) for _ in range(2)]
    for found in brought:
        look_through(found)
        assert found.state == Import.State.LOOKED_THROUGH and MARK not in found.said
        # What goes through other doors is quoted.
        found.said = found.said.replace("what stands there cannot be read.", f"'{MARK}' cannot be read.")
        found.save(update_fields=["said"])
        assert MARK in found.said
    put_in(brought[0], ACTOR)
    leave(brought[1])
    told = Import.objects.filter(said__contains=MARK)
    audit.set_period(keepers[0], "payments.supplier", "", "", 72, "policy")
    assert _destroyed(keepers) == 1 and told.count() == 2  # One of its payments is not over.
    Import.objects.filter(pk=brought[1].pk).update(at=timezone.now().replace(year=2014))
    ROWS["payments"].objects.filter(body=body, key="p4").update(paid=date(2015, 3, 2))
    assert _destroyed(keepers) == 1 and not told.exists()
    page = signed_in(person("officer", body)).get(f"/smallford/bring-in/{brought[0].pk}/")
    assert page.status_code == 200 and MARK not in page.content.decode()


def _story(body: Body, name: str, heading: str, words: str = MARK, **pictures: bytes) -> str:
    path = f"stories/{name}.md"
    now = Text.objects.filter(body=body, path=path).first()
    text = f'+++\ntitle = "A gate"\nrole = "commissioner"\n{heading}\n+++\n{words}\n'
    write_text(ACTOR, body, path, text.encode(), now.version if now else 0,
               {f"stories/{file.replace('_', '.')}": content for file, content in pictures.items()})
    return path


def _paths(body: Body) -> set[str]:
    return set(Text.objects.filter(body=body, path__startswith="stories/").values_list("path", flat=True))


def test_a_story_is_due_at_once_when_its_people_no_longer_agree_and_goes_with_all_that_belongs_to_it(
        body, keepers, django_capture_on_commit_callbacks):
    before = _paths(body)
    agreed = 'consent = "yes"\nconsent_until = 2099-12-31\nimage = "{}"\nalt = "A gate"\nrights = "Ours"'
    path = _story(body, "gate", agreed.format("gate.png"), gate_png=png(6, 4), gate_jpg=png(5, 4))
    _story(body, "gate.cy", agreed.format("gate.png"))
    _story(body, "fence", agreed.format("shared.png"), "Others.", shared_png=png(7, 4))
    _story(body, "over", 'consent = "yes"\nconsent_until = 2020-01-01\nimage = "shared.png"')
    assert MARK in (texts(body) / path).read_text()
    assert [(period, each.name) for period, each in retention.due(body.slug)] == [(None, "stories/over.md")]
    _story(body, "gate", 'consent = "no"\nimage = "gate.png"')
    assert {each.name for _, each in retention.due(body.slug)} == {path, "stories/over.md"}
    audit.hold(keepers[0], "texts", "stories/over.md", "A court asked for it.")
    page = signed_in(Person.objects.get(key=keepers[0].person)).get("/smallford/kept/").content.decode()
    assert "Due at once, whatever the periods" in page and "Stories, with their pictures: 1" in page
    with django_capture_on_commit_callbacks(execute=True):
        assert _destroyed(keepers) == 1
    audit.end_hold(keepers[0], audit.Hold.objects.get())
    assert _paths(body) == before | {"stories/fence.md", "stories/shared.png", "stories/over.md"}
    assert {event.key for event in Event.objects.filter(
        number__in=Apart.objects.filter(value__contains=MARK).values("event"))} == {"stories/over.md"}
    kept = Path(settings.HOME) / "texts" / body.slug
    assert [file for file in kept.rglob("gate*") if file.is_file()] == []
    with django_capture_on_commit_callbacks(execute=True):
        assert _destroyed(keepers) == 1
    # Another story shows the same picture.
    assert _paths(body) == before | {"stories/fence.md", "stories/shared.png"} and _of_marks() == []


def test_a_story_whose_people_agree_goes_so_long_after_its_contract_ended(body, keepers):
    path = _story(body, "gate", 'consent = "yes"\nconsent_until = 2099-12-31\nactivity = "repairs"')
    audit.set_period(keepers[0], "stories", "", "", 24, "policy")
    contract = ROWS["activities"].objects.filter(body=body, key="repairs")
    contract.update(end=timezone.localdate())
    assert retention.due(body.slug) == []
    contract.update(end=date(2015, 1, 1))
    assert path in {each.name for _, each in retention.due(body.slug)}


@pytest.mark.parametrize("key", ["repairs", ""])
def test_a_contract_is_held_with_all_that_belongs_to_it(body, keepers, key):
    """Its claims and their evidence and checks, its promises, its stories, and what the trail says of its returns."""
    _story(body, "gate", 'consent = "no"\nactivity = "repairs"')
    _row(body, "activities", 1, id="repairs", internal_note=MARK)
    ROWS["activities"].objects.filter(body=body).update(end=date(2015, 1, 1))
    for kind in ("reviews.by", "evidence.file_name", "activities.internal_note"):
        audit.set_period(keepers[0], kind, "", "", 1, "policy")
    claims = ROWS["deliveries"].objects.filter(activity="repairs").values_list("key", flat=True)
    reviews = {row.key for row in ROWS["reviews"].objects.filter(delivery__in=[*claims])}
    due = {str(each) for _, each in retention.due(body.slug)}
    assert reviews and {f"reviews.by {name}" for name in reviews} <= due
    assert {"stories stories/gate.md", "activities.internal_note repairs"} <= due
    audit.hold(keepers[0], "activities", key, "A court asked for it.")
    of_others = {row.key for row in ROWS["reviews"].objects.all()} - reviews if key else set()
    assert {str(each) for _, each in retention.due(body.slug)} == {f"reviews.by {name}" for name in of_others}
    audit.end_hold(keepers[0], audit.Hold.objects.get())
    assert {str(each) for _, each in retention.due(body.slug)} == due


@pytest.mark.parametrize(("table", "key"), [("payments", "p1"), ("payments", "")])
def test_what_an_event_of_several_rows_says_of_a_held_row_is_held_with_it(body, keepers, table, key):
    rows = [_payment(body, key, "2015-03-01") for key in ("p1", "p2")]
    _brought(body, *(Record(row.table, dict(row.values) | {"supplier": "Somebody"}) for row in rows))
    later = timezone.now() + timedelta(days=90)
    for rule in (("", ""), ("payments", ""), ("", "supplier"), ("payments", "supplier")):
        audit.set_period(keepers[0], "apart", *rule, 1, "policy")
        due = _in_names(body, later)
        assert due == {"payments/p1.before.supplier", "payments/p2.before.supplier"}, rule
        audit.hold(keepers[0], table, key, "A court asked for it.")
        assert _in_names(body, later) == ({"payments/p2.before.supplier"} if key else set()), rule
        audit.end_hold(keepers[0], audit.Hold.objects.get(ended=None))
        audit.hold(keepers[0], "imports", "", "The file itself is held.")
        assert _in_names(body, later) == set()
        audit.end_hold(keepers[0], audit.Hold.objects.get(ended=None))
        audit.drop_period(keepers[0], audit.Period.objects.get())


def _in_names(body, moment):
    """What is due of events of several rows, by the names of the values."""
    return {each.name.partition(" ")[2] for _, each in retention.due(body.slug, moment) if "/" in each.name}


def test_a_held_contract_holds_what_events_of_several_rows_say_of_its_claims(body, keepers):
    claim = ROWS["deliveries"].objects.filter(activity="repairs").first().to_record()
    noted = [Record(claim.table, dict(claim.values) | {"internal_note": note}) for note in (MARK, "Another.")]
    for row in noted:
        found = Import.objects.create(body=body, door="map", name="c.csv", sha256="0" * 64, person="x")
        bring_in(ACTOR, found, Arrival(receipt(File("c.csv", b"c"), [], []), {"deliveries": (row,)}))
    audit.set_period(keepers[0], "apart", "", "", 1, "policy")
    later, name = timezone.now() + timedelta(days=90), f"deliveries/{claim.key}.before.internal_note"
    assert name in _in_names(body, later)
    audit.hold(keepers[0], "activities", "repairs", "A court asked for it.")
    assert _in_names(body, later) == set()


def _token_of(page: str, address: str) -> str:
    return re.search(rf'action="{address}".*?name="form_token" value="(\w+)"', page, re.DOTALL)[1]


def test_a_form_sent_twice_proposes_and_holds_once(body, keepers):
    _payment(body, "p1", "2015-03-01")
    audit.set_period(keepers[0], "payments.supplier", "", "", 72, "policy")
    browser = signed_in(Person.objects.get(key=keepers[0].person))
    page = browser.get("/smallford/kept/").content.decode()
    proposes = {"form_token": _token_of(page, "/smallford/kept/propose/")}
    led = {browser.post("/smallford/kept/propose/", proposes).headers["Location"] for _ in range(2)}
    assert led == {f"/smallford/kept/{Disposal.objects.get().pk}/"}
    holds = {"form_token": _token_of(page, "/smallford/kept/holds/"), "table": "payments", "key": "p1",
             "reason": "A court asked for it."}
    assert [browser.post("/smallford/kept/holds/", holds).status_code for _ in range(2)] == [302, 302]
    assert audit.Hold.objects.count() == 1
    again = browser.get("/smallford/kept/").content.decode()
    browser.post("/smallford/kept/holds/", holds | {"form_token": _token_of(again, "/smallford/kept/holds/")})
    assert audit.Hold.objects.count() == 2
    for odd in ("\0", "x" * 200):
        assert browser.post("/smallford/kept/propose/", {"form_token": odd}).status_code == 302
        assert browser.post("/smallford/kept/holds/", holds | {"form_token": odd}).status_code == 200


def test_a_list_that_was_decided_on_while_the_same_form_was_read_is_told_and_stays(body, keepers, monkeypatch):
    _payment(body, "p1", "2015-03-01")
    audit.set_period(keepers[0], "payments.supplier", "", "", 72, "policy")
    page = f"/smallford/kept/{audit.propose_disposal(keepers[0]).pk}/"
    browser, stale = signed_in(Person.objects.get(key=keepers[1].person)), Disposal.objects.get()
    browser.post(page, {"approve": "yes"})
    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(Disposal.objects, "get", lambda **_: stale)
        answer = browser.post(page, {"refuse": "yes"})
    assert answer.status_code == 302 and "It has been decided already." in browser.get(page).content.decode()
    assert Disposal.objects.get().approved


def test_a_value_that_is_destroyed_goes_from_the_pages_that_show_it_too(body, keepers):
    """A reason stands apart, and in the open where it is read; both go, and what others wrote stays."""
    opened(body)
    supplier = person("supplier", body, "brightbuild")
    claim = answered(asked(body), "volunteering-hours", "5").key
    sent(asked(body))
    for number in range(2):
        wish = ask_more_time(ACTOR, supplier, asked(body), date(2025, 7, 1), f"{MARK} is ill, {number}")
        decide_more_time(ACTOR, wish, True, f"{MARK} may rest, {number}")
    sample = Sample.objects.create(round=Round.objects.get(), number=1, seed="1", wanted=1, at=timezone.now(),
                                   person="x", population=b"")
    drawn = Drawn.objects.create(sample=sample, position=1, claim=claim, activity="repairs")
    checker = Visit.of(person("officer", body), body, "tests")
    note_result(checker, drawn, "right", MARK)
    kept = Frozen.objects.create(body=body, state=Work.READY, as_of=date(2025, 1, 1), asked_by="x")
    release = Release.objects.create(body=body, frozen=kept, number=1, state=Work.READY, fingerprint="f", asked_by="x")
    decline(ACTOR, release, "f", f"{MARK} is named.")
    audit.hold(keepers[0], "deliveries", claim, f"{MARK} asked for it.")
    audit.set_period(keepers[0], "apart", "", "", 0, "policy")
    _destroyed(keepers)
    assert Drawn.objects.get().note == MARK  # It is about the claim, which is held.
    audit.end_hold(keepers[0], Hold.objects.get())
    note_result(checker, drawn, "right", f"{MARK} again")
    retention.destroy(body.slug, [str(each) for _, each in retention.due(body.slug) if " reason" in str(each)])
    said = [*MoreTime.objects.values_list("reason", "answer"), *Asked.objects.values_list("reason"),
            *Hold.objects.values_list("reason")]
    assert said == [("", ""), ("", ""), ("",), ("",)] and Drawn.objects.get().note == f"{MARK} again"
    _destroyed(keepers)
    assert Drawn.objects.get().note == "" and _of_marks() == [] and verify()[1] == []


def test_a_list_names_what_is_on_it_by_its_id_to_whoever_decides(body, keepers):
    for number in range(22):
        _payment(body, f"p{number}", "2015-03-01")
    audit.set_period(keepers[0], "payments.supplier", "", "", 72, "policy")
    made = audit.propose_disposal(keepers[0])
    page = signed_in(Person.objects.get(key=keepers[1].person)).get(f"/smallford/kept/{made.pk}/").content.decode()
    assert "Payments: Supplier" in page and "p0, p1, p2" in page and "p19, …" in page and MARK not in page
