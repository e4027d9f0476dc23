"""A return taken away as a workbook and brought back: looked through, agreed to, filled in and never sent."""

import base64
import io
import re
from datetime import date
from decimal import Decimal

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from commonweal.basics.tables import Record
from commonweal.ledger.tables import BY_NAME
from commonweal.web.audit.actions import verify
from commonweal.web.audit.models import Event
from commonweal.web.register.actions import write_row
from commonweal.web.register.models import ROWS
from commonweal.web.returns.actions import save_answer
from commonweal.web.returns.models import Answer, Return, Round, Sending
from tests.exchange.saved import HEADING, as_ods, names_of, saved_again, typed
from tests.web.asked import SAYS, answered, asked, opened, sent
from tests.web.conftest import TESTER, person, signed_in

HOURS, STARTS = "2025-q1.repairs.brightbuild.1", "2025-q1.repairs.brightbuild.2"
PAGE = "/smallford/returns/2025-q1.repairs.brightbuild/workbook/"


@pytest.fixture
def supplier(body):
    opened(body)
    return signed_in(person("supplier", body, "brightbuild"))


def _taken(browser, page=PAGE) -> bytes:
    answer = browser.get(f"{page}file/")
    assert answer.status_code == 200
    return answer.content


def _lines(content, sheet="answers"):
    page = openpyxl.load_workbook(io.BytesIO(content))[sheet]
    place = names_of(page).index("line") + 1
    return {page.cell(row, place).value: row for row in range(HEADING + 1, page.max_row + 1)}


def _filled(content, sheet="answers", **more):
    """Somebody typed into the lines: by the end of each line's key."""
    rows = {key.rpartition(".")[2].replace("-", "_"): row for key, row in _lines(content, sheet).items()}
    return saved_again(content, *(typed(sheet, rows[end.removeprefix("line_")], **said) for end, said in more.items()))


def _brought(browser, content, name="return.xlsx", page=PAGE):
    return browser.post(page, {"upload": SimpleUploadedFile(name, content)})


def _hidden(answer) -> dict[str, str]:
    text = answer.content.decode()
    found = dict(re.findall(r'<input type="hidden" name="(name|content|seen)" value="([^"]*)">', text))
    return {key: value.replace("&#34;", '"').replace("&quot;", '"') for key, value in found.items()}


def _agreed(browser, looked, page=PAGE, **more):
    return browser.post(page, _hidden(looked) | {"do": "agree"} | more)


def test_it_is_looked_through_agreed_to_and_filled_in_but_never_sent(supplier, body):
    content = _filled(_taken(supplier), line_1={"quantity": 30.5, "note": "Less in the snow"},
                      line_2={"nothing_to_report": "yes"})
    looked = _brought(supplier, content)
    text = looked.content.decode()
    assert "22 rows in = 2 accepted + 0 refused + 20 blank" in text and "30.5 hours" in text
    assert Answer.objects.filter(version__gt=0).count() == 0
    events = Event.objects.count()
    done = _agreed(supplier, looked)
    assert done.status_code == 302 and Event.objects.count() == events + 1
    hours, starts = (Answer.objects.get(key=key) for key in (HOURS, STARTS))
    assert (hours.quantity, hours.note, hours.done, hours.version) == (Decimal("30.5"), "Less in the snow", True, 1)
    assert (starts.nothing, starts.quantity, starts.done) == (True, None, True)
    assert Sending.objects.count() == 0 and asked(body).sent == 0
    assert not ROWS["deliveries"].objects.filter(key=HOURS).exists()
    # The same form again writes nothing, and the trail is whole.
    assert _agreed(supplier, looked).status_code == 302 and Event.objects.count() == events + 1
    assert verify()[1] == []
    # What was filled in is sent as any other answers are.
    sent(asked(body))
    assert ROWS["deliveries"].objects.get(key=HOURS).quantity == Decimal("30.5")


def test_a_workbook_that_was_saved_as_opendocument_is_taken_too(supplier):
    content = as_ods(_filled(_taken(supplier), line_1={"quantity": 7}))
    assert _agreed(supplier, _brought(supplier, content, "return.ods")).status_code == 302
    assert Answer.objects.get(key=HOURS).quantity == 7


def test_what_cannot_be_taken_is_told_with_its_place_and_what_to_do(supplier):
    content = _filled(_taken(supplier), line_1={"quantity": "about 20"}, line_2={"quantity": -1})
    looked = _brought(supplier, content)
    text = looked.content.decode()
    assert "2 refused" in text and "Sheet answers, row 5, quantity" in text
    assert "This number is below 0." in text and "Fill in these answers" not in text
    copy = supplier.post(PAGE, _hidden(looked) | {"do": "copy"})
    page = openpyxl.load_workbook(io.BytesIO(copy.content))["2 answers"]
    mended = {row: page.cell(row, page.max_column - 1).value for row in (5, 6)}
    assert mended[6] == "quantity: this number is below 0. Type what was done, or 0 if nothing was."
    assert mended[5].startswith("quantity: 'about 20' cannot be read.")



@pytest.mark.parametrize(("content", "said"), [
    (b"PK\x03\x04 no workbook", "problem|no workbook|cannot be"), (b"a,b\n1,2\n", "The file is no workbook"),
    (bytes.fromhex("d0cf11e0a1b11ae1") + "EncryptedPackage".encode("utf-16-le"), "The file is protected by a password"),
    (bytes.fromhex("d0cf11e0a1b11ae1") + "DRMEncrypted".encode("utf-16-le"), "sensitivity label"),
    (bytes.fromhex("d0cf11e0a1b11ae1") + "Workbook".encode("utf-16-le"), "before Excel 2007")])
def test_a_file_that_is_none_of_ours_is_refused_with_its_reason(supplier, content, said):
    looked = _brought(supplier, content)
    assert looked.status_code == 200 and re.search(said, looked.content.decode())
    assert "Fill in these answers" not in looked.content.decode()


def test_no_file_or_too_large_a_one_is_asked_for_again(supplier):
    assert "Choose the workbook that you filled in." in supplier.post(PAGE, {}).content.decode()
    assert "are the most" in _brought(supplier, b"x" * 1_400_001).content.decode()


def test_what_somebody_else_typed_meanwhile_is_never_overwritten_unseen(supplier, body):
    content = _filled(_taken(supplier), line_1={"quantity": 30}, line_2={"quantity": 1})
    other = person("supplier", body, "brightbuild-2")
    answer = Answer.objects.get(key=HOURS)
    actor = type(TESTER)(person=other.key, role="supplier", where="tests")
    looked = _brought(supplier, content)
    # Between looking and agreeing: nothing at all is written.
    save_answer(actor, answer, SAYS | {"quantity": Decimal(99)}, answer.version, True)
    again = _agreed(supplier, looked)
    assert again.status_code == 200 and "Somebody saved one of these answers meanwhile" in again.content.decode()
    assert {found.key: found.quantity for found in Answer.objects.all()} == {HOURS: Decimal(99), STARTS: None}
    # The file is older than what they typed: that row is refused, the other can be taken.
    assert "Somebody else answered this since the file was made" in again.content.decode()
    assert _agreed(supplier, again).status_code == 302
    assert {found.key: found.quantity for found in Answer.objects.all()} == {HOURS: Decimal(99), STARTS: Decimal(1)}
    # In a workbook taken since then it can be changed, for whoever takes it has seen it.
    fresh = _taken(supplier)
    page = openpyxl.load_workbook(io.BytesIO(fresh))["answers"]
    assert page.cell(5, names_of(page).index("quantity") + 1).value == 99
    _agreed(supplier, _brought(supplier, _filled(fresh, line_1={"quantity": 98})))
    assert Answer.objects.get(key=HOURS).quantity == 98


def test_ones_own_file_can_be_brought_again_with_a_correction(supplier):
    first = _taken(supplier)
    _agreed(supplier, _brought(supplier, _filled(first, line_1={"quantity": 30})))
    _agreed(supplier, _brought(supplier, _filled(first, line_1={"quantity": 31})))
    assert Answer.objects.get(key=HOURS).quantity == 31


def test_what_was_never_promised_is_added_once_and_kept_apart(supplier):
    content = _filled(_taken(supplier), "added", line_new_3={
        "contract": "Housing repairs 2024 to 2026 (repairs)", "measure": "Apprenticeships started (apprenticeships)",
        "quantity": 2})
    _agreed(supplier, _brought(supplier, content))
    added = Answer.objects.get(commitment="")
    assert (added.key, added.measure, added.quantity, added.position) == (
        "2025-q1.repairs.brightbuild.new-3", "apprenticeships", 2, 3)
    assert "Nothing: all that could be read" in _brought(supplier, content).content.decode()
    assert added.key in _lines(_taken(supplier), "added")


def test_an_old_form_never_saves_under_what_the_same_row_of_a_workbook_adds_later(supplier):
    def add(measure, quantity):
        content = _filled(empty, "added", line_new_3={"contract": "repairs", "measure": measure, "quantity": quantity})
        _agreed(supplier, _brought(supplier, content))
        return Answer.objects.get(commitment="")

    empty = _taken(supplier)
    first = add("apprenticeships", 2)
    supplier.post(f"/smallford/returns/answers/{first.key}/away/")
    second = add("volunteering-hours", 5)
    assert (second.key, second.measure) == (first.key, "volunteering-hours")
    # The form of the first one, opened before it was taken away.
    answer = supplier.post(f"/smallford/returns/answers/{first.key}/", {"version": first.version, "quantity": "7"})
    assert "Somebody else saved this meanwhile" in answer.content.decode()
    second.refresh_from_db()
    assert second.quantity == 5


def test_a_workbook_serves_all_contracts_of_the_supplier_within_reach(body):
    for key in ("paths", "lamps"):
        row = {"activities": {"id": key, "title": key.title(), "kind": "contract", "role": "commissioner",
                              "state": "in-progress"},
               "parties": {"activity": key, "organisation": "brightbuild", "part": "prime"}}
        for table, said in row.items():
            write_row(TESTER, body, Record(BY_NAME[table], dict.fromkeys(BY_NAME[table].names) | said), 0)
        promise = ROWS["commitments"].objects.filter(body=body, key="repairs-hours").get().to_record()
        write_row(TESTER, body, Record(promise.table, {**promise.values, "id": f"{key}-hours", "activity": key}), 0)
    opened(body)
    supplier = signed_in(person("supplier", body, "brightbuild"))
    content = _taken(supplier)
    assert len(_lines(content)) == 4
    rows = _lines(content)
    looked = _brought(supplier, saved_again(content, typed("answers", rows["2025-q1.paths.brightbuild.1"], quantity=5)))
    _agreed(supplier, looked)
    assert Answer.objects.get(key="2025-q1.paths.brightbuild.1").quantity == 5
    # A contract manager enters only for the contracts that are theirs.
    manager = signed_in(person("manager", body, looks_after=("paths",)))
    page = "/smallford/entries/2025-q1.paths.brightbuild/workbook/"
    mine = _taken(manager, page)
    assert [*_lines(mine)] == ["2025-q1.paths.brightbuild.1"]
    refused = _brought(manager, content, page=page)
    assert "none of this return" not in refused.content.decode()
    tried = saved_again(content, typed("answers", rows["2025-q1.lamps.brightbuild.1"], quantity=5))
    assert "The row is none of this return." in _brought(manager, tried, page=page).content.decode()


def test_staff_fill_it_in_on_behalf_and_the_trail_says_who(body):
    opened(body)
    officer = person("officer", body)
    browser = signed_in(officer)
    page = "/smallford/entries/2025-q1.repairs.brightbuild/workbook/"
    _agreed(browser, _brought(browser, _filled(_taken(browser, page), line_1={"quantity": 3}), page=page), page=page)
    event = Event.objects.latest("number")
    assert (event.what, event.person, event.role) == ("fill in from a workbook", officer.key, "officer")
    assert Answer.objects.get(key=HOURS).saved_by == officer.key


def test_what_was_checked_stays_and_what_was_sent_can_be_corrected(supplier, body):
    answered(asked(body), "volunteering-hours", "10")
    answered(asked(body), "apprenticeships", "1")
    sent(asked(body))
    ROWS["deliveries"].objects.filter(body=body, key=STARTS).update(state="verified")
    content = _filled(_taken(supplier), line_1={"quantity": 11}, line_2={"quantity": 2})
    looked = _brought(supplier, content)
    assert "It cannot be changed: This was checked" in looked.content.decode()
    _agreed(supplier, looked)
    assert [answer.quantity for answer in Return.objects.get().answers.all()] == [11, 1]


def test_where_no_answers_are_taken_nothing_is_filled_in_or_added(supplier, body):
    content = _filled(_filled(_taken(supplier), line_1={"quantity": 30}), "added", line_new_1={
        "contract": "repairs", "measure": "apprenticeships", "quantity": 2})
    looked = _brought(supplier, content)
    Round.objects.update(opens=date(2099, 1, 1))
    assert _agreed(supplier, looked).status_code == 302 and Answer.objects.filter(version__gt=0).count() == 0
    text = _brought(supplier, content).content.decode()
    assert "It cannot be changed: Answers are taken from 1 January 2099." in text
    assert "Nothing can be added: Answers are taken from 1 January 2099." in text
    assert "Fill in these answers" not in text


def test_a_file_that_was_changed_on_the_way_is_read_anew_and_a_cut_one_is_asked_for_again(supplier):
    content = _filled(_taken(supplier), line_1={"quantity": 30})
    looked = _brought(supplier, content)
    other = base64.b64encode(_filled(_taken(supplier), line_1={"quantity": -5})).decode()
    answer = _agreed(supplier, looked, content=other)
    # Nothing of it can be taken, so nothing is to be done.
    assert answer.status_code == 302 and Answer.objects.get(key=HOURS).version == 0
    assert _agreed(supplier, looked, content="%%%").status_code == 200
    assert _agreed(supplier, looked, seen="[1]").status_code == 200
    assert Answer.objects.get(key=HOURS).version == 0
