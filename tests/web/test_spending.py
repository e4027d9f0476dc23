"""Payments on the site: suppliers are matched, answered, agreed to and taken back; local spend is worked out behind."""

import base64
import io
import json
import re
import zipfile
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import TestCase
from django.test.utils import CaptureQueriesContext

from commonweal.basics.tables import Record
from commonweal.cli import main
from commonweal.exchange.files import File
from commonweal.exchange.pairs import FILE
from commonweal.ledger.book import read_book
from commonweal.ledger.tables import BY_NAME
from commonweal.web.audit.actions import verify
from commonweal.web.audit.models import Apart, Event
from commonweal.web.people.models import Body
from commonweal.web.people.roles import ROLES, May
from commonweal.web.register import imports, jobs
from commonweal.web.register.actions import take_in, take_out, write_row
from commonweal.web.register.models import ROWS, Import, LocalSpend, Text
from commonweal.web.register.reading import records
from commonweal.web.register.retention import _erase
from commonweal.web.register.suppliers import ON_A_PAGE
from tests.web.conftest import TESTER, person, signed_in

PAYMENTS = (
    # The same name but for the way Ltd is written; nearly the same; a person; withheld.
    ("a", "1000.10", "BRIGHTBUILD REPAIRS LIMITED (INVENTED)"), ("b", "700", "East Ward Garden Trusts (invented)"),
    ("c", "-20.15", "East Ward Garden Trusts (invented)"), ("d", "250", "Ida Quillfeather"),
    ("e", "90", "Name redacted"))


def _row(table: str, **said: object) -> Record:
    return Record(BY_NAME[table], dict.fromkeys(BY_NAME[table].names) | said)


@pytest.fixture(autouse=True)
def own_home(settings, tmp_path: Path) -> None:
    """No file that another test left is beside those of these."""
    settings.HOME = tmp_path / "home"


@pytest.fixture
def paid(body: Body) -> Body:
    """The starter's records with payments."""
    for key, amount, supplier in PAYMENTS:
        write_row(TESTER, body, _row("payments", id=key, paid=date(2024, 6, 30), amount=Decimal(amount),
                                     supplier=supplier), 0)
    return body


@pytest.fixture
def officer(body: Body):
    return signed_in(person("officer", body))


@pytest.fixture
def send(officer, django_capture_on_commit_callbacks):
    def sent(address: str, **said: str):
        with django_capture_on_commit_callbacks(execute=True):
            answer = officer.post(f"/smallford/{address}", said)
        # A test never commits: without this the same job asked for again would be taken for the one that was done.
        connection.run_on_commit = []
        return answer
    return sent


def _matched(send, threshold: str = "0.5") -> Import:
    assert send("suppliers/", threshold=threshold).status_code == 302
    return Import.objects.latest("id")


def _who(body: Body) -> dict[str, str]:
    return dict(ROWS["payments"].objects.filter(body=body, organisation__isnull=False).values_list(
        "key", "organisation"))


def _names(page: str) -> list[str]:
    return re.findall(r'name="(pair-[0-9a-f]+)"[^>]*value="yes"', page)


# --- suppliers --------------------------------------------------------------------------------------------------------


def test_what_is_sure_is_written_when_somebody_agrees_and_what_is_likely_when_it_was_answered(paid, officer, send):
    events, apart = Event.objects.count(), Apart.objects.count()
    found = _matched(send)
    assert (found.door, found.state) == ("suppliers", Import.State.LOOKED_THROUGH), found.said
    page = officer.get(f"/smallford/suppliers/{found.pk}/").content.decode()
    assert "3 suppliers; 1 names are an organisation of your records, 0 pairs are answered, 1 wait for" in page
    assert _who(paid) == {} and Event.objects.count() == events
    asked = officer.get(f"/smallford/suppliers/{found.pk}/pairs/").content.decode()
    assert "East Ward Garden Trusts (invented) – East Ward Garden Trust (invented), an organisation of your" in asked
    assert "£679.85 was paid" in asked and "Quillfeather" not in asked
    name, = _names(asked)
    assert send(f"suppliers/{found.pk}/pairs/", do="match", **{name: "yes"}).status_code == 302
    found.refresh_from_db()
    assert found.state == Import.State.LOOKED_THROUGH
    page = officer.get(f"/smallford/suppliers/{found.pk}/").content.decode()
    assert "1 pairs are answered, 0 wait" in page
    assert _who(paid) == {} and Event.objects.count() == events
    send(f"suppliers/{found.pk}/", do="agree")
    assert _who(paid) == {"a": "brightbuild", "b": "garden-trust", "c": "garden-trust"}
    assert Event.objects.count() == events + 1 and verify()[1] == []
    # Who was paid is no part of the chain of events: it stands beside it, and goes when its time is over.
    assert "Garden Trusts" not in str(list(Event.objects.values()))
    names = Apart.objects.order_by("-id").values_list("name", flat=True)[:Apart.objects.count() - apart]
    assert set(names) == {f"payments/{key}.before.supplier" for key in "abc"}


def test_a_matching_is_taken_back_with_its_answers(paid, officer, send):
    found = _matched(send)
    send(f"suppliers/{found.pk}/", do="agree")
    assert _who(paid) == {"a": "brightbuild"} and Text.objects.filter(body=paid, path=FILE).exists()
    send(f"suppliers/{found.pk}/", do="undo")
    assert _who(paid) == {} and not Text.objects.filter(body=paid, path=FILE).exists()


def test_answers_are_remembered_and_a_no_undoes_what_was_taken_without_asking(paid, officer, send):
    found = _matched(send)
    name, = _names(officer.get(f"/smallford/suppliers/{found.pk}/pairs/").content.decode())
    send(f"suppliers/{found.pk}/pairs/", do="match", **{name: "yes"})
    send(f"suppliers/{found.pk}/", do="agree")
    again = _matched(send)
    asked = officer.get(f"/smallford/suppliers/{again.pk}/pairs/").content.decode()
    assert re.search(rf'name="{name}"[^>]*value="yes" checked', asked) and "0 pairs wait" in asked
    send(f"suppliers/{again.pk}/pairs/", do="match", **{name: "no"})
    send(f"suppliers/{again.pk}/", do="agree")
    assert _who(paid) == {"a": "brightbuild"}


TRUSTS, PERSON = "East Ward Garden Trusts (invented)", "Ida Quillfeather"


def _said_of(body: Body, home: Path) -> str:
    """Everything that is kept of a body's imports and its list of names, with what stood there before."""
    told = [bytes(content) for content in Text.objects.filter(body=body, path=FILE).values_list("content", flat=True)]
    for found in Import.objects.filter(body=body):
        told += [found.said.encode(), found.before.encode(), json.dumps(found.names).encode()]
        told += [base64.b64decode(each["before"] or "") for each in found.names]
    told += [path.read_bytes() for path in (home / "imports").rglob("*") if path.is_file()]
    return b"\n".join(told).decode()


def test_a_name_that_is_erased_from_payments_goes_from_the_list_of_names_and_what_it_was_before(
        paid, officer, send, settings):
    write_row(TESTER, paid, _row("payments", id="f", paid=date(2024, 7, 1), amount=Decimal(5),
                                 supplier=f"{PERSON} Ltd"), 0)
    write_row(TESTER, paid, _row("payments", id="g", paid=date(2024, 7, 1), amount=Decimal(5),
                                 supplier=f"{PERSON}s"), 0)
    for answer in ("yes", "no"):
        found = _matched(send, "0.25")
        said = dict.fromkeys(_names(officer.get(f"/smallford/suppliers/{found.pk}/pairs/").content.decode()), answer)
        send(f"suppliers/{found.pk}/pairs/", do="match", **said)
        send(f"suppliers/{found.pk}/", do="agree")
    waits = _matched(send, "0.25")
    assert PERSON in _said_of(paid, settings.HOME) and PERSON not in found.before
    supplier, rows = BY_NAME["payments"].column("supplier"), ROWS["payments"].objects.filter(body=paid)
    with TestCase.captureOnCommitCallbacks(execute=True):
        _erase(BY_NAME["payments"], supplier, paid.slug, ["d"])
    kept = _said_of(paid, settings.HOME)
    assert f"{PERSON} Ltd" in kept and f"{PERSON}s" in kept and f"{PERSON}," not in kept
    with TestCase.captureOnCommitCallbacks(execute=True):
        _erase(BY_NAME["payments"], supplier, paid.slug, ["f", "g"])
    kept = _said_of(paid, settings.HOME)
    assert PERSON not in kept and TRUSTS in kept, "what other payments have stays, with its answer"
    assert TRUSTS in bytes(Text.objects.get(body=paid, path=FILE).content).decode()
    waits.refresh_from_db()
    assert waits.sha256 == File("", imports.content(waits).content).sha256
    send(f"suppliers/{waits.pk}/", do="leave")
    send(f"suppliers/{found.pk}/", do="undo")
    found.refresh_from_db()
    assert found.state == Import.State.TAKEN_BACK and verify()[1] == []
    assert ",yes" in bytes(Text.objects.get(body=paid, path=FILE).content).decode()
    assert PERSON not in _said_of(paid, settings.HOME) and not rows.filter(supplier__startswith=PERSON).exists()


def test_the_command_line_and_the_site_write_the_same(paid, officer, send, tmp_path):
    take_out(paid, tmp_path / "book")
    found = _matched(send)
    send(f"suppliers/{found.pk}/", do="agree")
    assert main(["suppliers", str(tmp_path / "book"), "--agree"]) == 0
    book = read_book(tmp_path / "book").book
    assert {row.key: row.text("organisation") for row in book.rows("payments") if row.get("organisation")} == _who(paid)
    assert (tmp_path / "book" / FILE).read_bytes() == bytes(Text.objects.get(body=paid, path=FILE).content)


def test_answers_go_with_the_records_to_another_site(paid, send, tmp_path):
    send(f"suppliers/{_matched(send).pk}/", do="agree")
    take_out(paid, tmp_path / "book")
    other = Body.objects.create(slug="newtown", name="Newtown Council")
    take_in(TESTER, other, tmp_path / "book")
    kept = Text.objects.filter(path=FILE)
    assert kept.get(body=other).sha256 == kept.get(body=paid).sha256


LIST = "Payment Date,Net Amount,Supplier Name,Expenditure Category\n" + "".join(
    f"2024-05-0{day},{day}00,Wharf Bakers,Food\n" for day in range(1, 6))


def test_a_list_that_was_published_again_takes_the_place_of_the_first(paid, officer, send):
    def bring(text: str) -> Import:
        send("bring-in/", file=SimpleUploadedFile("spend.csv", text.encode()), known="spend-harrogate", door="find-out")
        return Import.objects.latest("id")

    def amounts() -> list[str]:
        return sorted(row.text("amount") for row in records(paid, "payments") if row.text("supplier") == "Wharf Bakers")

    first = bring(LIST)
    send(f"bring-in/{first.pk}/", do="agree")
    assert amounts() == ["100.00", "200.00", "300.00", "400.00", "500.00"]
    again = bring(LIST.replace("500,Wharf", "550,Wharf"))
    page = officer.get(f"/smallford/bring-in/{again.pk}/").content.decode()
    assert "takes the place of 5 payments of earlier lists, £1,500.00 in all" in page and "Taken out" in page
    send(f"bring-in/{again.pk}/", do="agree")
    assert amounts() == ["100.00", "200.00", "300.00", "400.00", "550.00"]
    assert len(records(paid, "payments")) == len(PAYMENTS) + 5
    send(f"bring-in/{again.pk}/", do="undo")
    assert amounts() == ["100.00", "200.00", "300.00", "400.00", "500.00"]
    assert "Taken out" not in officer.get(f"/smallford/bring-in/{first.pk}/").content.decode()
    assert verify()[1] == []


def test_more_pairs_are_asked_about_where_somebody_wants_to_be(paid, officer, send):
    write_row(TESTER, paid, _row("payments", id="f", paid=date(2024, 7, 1), amount=Decimal(5),
                                 supplier="Brightbuild Repairs"), 0)
    counts = []
    for threshold in ("0.8", "0.5", "0.25"):
        found = _matched(send, threshold)
        counts.append(len(_names(officer.get(f"/smallford/suppliers/{found.pk}/pairs/").content.decode())))
    assert counts == sorted(counts) and counts[0] < counts[-1]
    assert officer.post("/smallford/suppliers/", {"threshold": "0.01"}).status_code == 200


def test_nothing_is_answered_once_it_was_decided_on_and_nothing_but_yes_and_no_is_taken(paid, officer, send):
    found = _matched(send)
    name, = _names(officer.get(f"/smallford/suppliers/{found.pk}/pairs/").content.decode())
    send(f"suppliers/{found.pk}/pairs/", do="more", **{name: "perhaps", "pair-0123": "yes"})
    assert "1 pair waits" in officer.get(f"/smallford/suppliers/{found.pk}/pairs/").content.decode()
    send(f"suppliers/{found.pk}/", do="leave")
    assert send(f"suppliers/{found.pk}/pairs/", do="match", **{name: "yes"}).status_code == 302
    found.refresh_from_db()
    assert found.state == Import.State.REFUSED and _who(paid) == {}


def test_a_page_of_pairs_asks_the_database_no_more_for_many(paid, officer, send):
    def asked() -> int:
        found = _matched(send, "0.25")
        with CaptureQueriesContext(connection) as queries:
            page = officer.get(f"/smallford/suppliers/{found.pk}/pairs/").content.decode()
        counts.append(len(_names(page)))
        return len(queries)
    counts: list[int] = []
    few = asked()
    for number in range(40):
        write_row(TESTER, paid, _row("payments", id=f"g{number}", paid=date(2024, 7, 1), amount=Decimal(5 + number),
                                     supplier=f"Tidewater Glaziers {number} Ltd"), 0)
    assert asked() == few and counts[0] < counts[1] == ON_A_PAGE


# --- local spend ------------------------------------------------------------------------------------------------------


def test_local_spend_is_worked_out_behind_the_page_by_the_code_of_the_command_line(paid, officer, send, tmp_path):
    assert send("local-spend/").status_code == 302
    page = officer.get("/smallford/local-spend/").content.decode()
    # Nobody has an office yet: all of it is in the whole, and none of it is placed.
    assert "Paid to suppliers with an office in The borough" in page and "about 0.0%" in page
    assert "£2,019.95" in page and "The list withholds who was paid" in page and "£90.00" in page
    assert not any(name in page for _, _, name in PAYMENTS)
    take_out(paid, tmp_path / "book")
    assert main(["local-spend", str(tmp_path / "book"), "-o", str(tmp_path / "out")]) == 0
    out = officer.get("/smallford/local-spend/tables/")
    with zipfile.ZipFile(io.BytesIO(out.content)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    assert files == {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()}
    assert officer.get("/smallford/local-spend/workbook/").content == files["local_spend.xlsx"]


def test_the_page_says_when_it_is_being_worked_out_and_when_records_changed_since(paid, officer, send):
    assert officer.post("/smallford/local-spend/").status_code == 302  # The job waits: nothing was committed.
    assert "Being worked out" in officer.get("/smallford/local-spend/").content.decode()
    assert officer.get("/smallford/local-spend/tables/").status_code == 302
    connection.run_on_commit = []
    send("local-spend/", as_of_day="30", as_of_month="6", as_of_year="2024")
    page = officer.get("/smallford/local-spend/").content.decode()
    assert "Payments up to 30 June 2024" in page and "changed since" not in page
    send(f"suppliers/{_matched(send).pk}/", do="agree")
    assert "Records were changed since" in officer.get("/smallford/local-spend/").content.decode()
    # Brightbuild is matched now, and its office is known: 1,000.10 of 2,019.95.
    send("local-spend/")
    assert "49.5%" in officer.get("/smallford/local-spend/").content.decode()


def test_without_payments_both_pages_say_where_to_bring_them(body, officer, send):
    for page in ("suppliers/", "local-spend/"):
        text = officer.get(f"/smallford/{page}").content.decode()
        assert "There are no payments in these records." in text and 'href="/smallford/bring-in/"' in text
    send("local-spend/")
    refused = LocalSpend.objects.get(body=body).refused
    assert refused == {"said": {"words": "There are no payments in these records."}, "findings": []}


def test_a_job_that_breaks_says_so(paid, officer, monkeypatch):
    LocalSpend.objects.create(body=paid, as_of=date(2025, 3, 31))
    monkeypatch.setattr("commonweal.web.register.local_spend.spend_of", lambda *said: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        jobs.work_out_local_spend.func(paid.pk)
    assert "Something went wrong on our side" in officer.get("/smallford/local-spend/").content.decode()


@pytest.mark.parametrize("page", ["suppliers/", "local-spend/"])
def test_the_pages_ask_the_database_no_more_for_many_payments(paid, officer, send, page):
    def asked() -> int:
        _matched(send)
        send("local-spend/")
        with CaptureQueriesContext(connection) as queries:
            assert officer.get(f"/smallford/{page}").status_code == 200
        return len(queries)
    few = asked()
    for number in range(12):
        write_row(TESTER, paid, _row("payments", id=f"n{number}", paid=date(2023, 1 + number, 1), amount=Decimal(5),
                                     supplier=f"Somebody {number}", category=f"Sort {number}"), 0)
    assert asked() == few


@pytest.mark.parametrize("role", sorted(name for name, role in ROLES.items() if May.MOVE_BOOK not in role.may))
def test_who_may_not_take_records_out_sees_no_supplier(paid, send, role):
    found = _matched(send)
    browser = signed_in(person(role, paid, "brightbuild" if role == "supplier" else "",
                               ("repairs",) if role == "manager" else (), nth="y"))
    for page in ("suppliers/", "local-spend/", "local-spend/tables/", f"suppliers/{found.pk}/pairs/",
                 f"suppliers/{found.pk}/"):
        answer = browser.get(f"/smallford/{page}")
        assert answer.status_code in (403, 404) and "Garden Trusts" not in answer.content.decode(), page


def test_no_page_of_the_records_names_who_was_paid(paid, officer):
    """Each page of the register but those on which suppliers are matched."""
    for page in ("", "activities/", "records/", "records/payments/", "to-fix/", "local-spend/", "take-out/",
                 "bring-in/"):
        assert "Quillfeather" not in officer.get(f"/smallford/{page}", follow=True).content.decode(), page
