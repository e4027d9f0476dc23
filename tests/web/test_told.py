"""What checks and doors say is said in the language of the page, also where a job kept it: each page that shows it is
read in a made-up language, which puts brackets around what it translates.
"""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation

from commonweal.basics.findings import Finding, Severity
from commonweal.basics.told import told
from commonweal.web.publishing.models import Frozen
from commonweal.web.register.faults import look_over
from commonweal.web.register.models import ROWS, Fault
from commonweal.web.saying import kept, say
from tests.web.asked import in_boxes, opened
from tests.web.conftest import person, signed_in
from tests.web.test_publishing import does, people, town  # noqa: F401 (fixtures)
from tests.web.test_register_maps import bring, keeper  # noqa: F401 (fixtures)
from tests.web.test_returns_workbook import _brought, _filled, _taken
from tests.web.test_words import CLOSE, OPEN, bracketed, data, leaks  # noqa: F401 (a fixture)

HOURS = "2025-q1.repairs.brightbuild.1"


@pytest.fixture
def supplier(body):
    opened(body)
    return signed_in(person("supplier", body, "brightbuild"))


@pytest.fixture
def read(request):
    """Read a page in the made-up language, which begins only then: what was found before was found in English."""
    def said(ask, *parts, typed="", **more) -> str:
        request.getfixturevalue("bracketed")
        page = ask(*parts, **more).content.decode()
        assert leaks(page, f"{data()}\n{typed}") == set()
        return page.replace("&#x27;", "'").replace("&#39;", "'")
    return said


@pytest.mark.parametrize(("answer", "words"), [
    ({"quantity": "about 20"}, "write 20"),
    ({"quantity": "1.23456"}, "at most 4 decimal places fit here: round it"),
    ({"quantity": "=2+2"}, "this is a formula: type the number that it gives"),
    ({"quantity": "5", **in_boxes("end", "2025-02-30")}, "there is no such day in the calendar"),
    ({"quantity": "5", "event": "fair", "event_share": "1.5"}, "a share lies between 0 and 1: write one half as 0.5"),
])
def test_a_supplier_reads_what_to_type_instead(supplier, read, answer, words):
    page = read(supplier.post, f"/smallford/returns/answers/{HOURS}/", {"version": 0, **answer})
    assert f"{OPEN}{words}{CLOSE}" in page


def test_a_supplier_reads_what_could_not_be_taken_of_a_workbook(supplier, read):
    filled = _filled(_taken(supplier), line_1={"quantity": "about 20"}, line_2={"quantity": -1})
    page = read(_brought, supplier, filled, typed="quantity")  # The heading of a column of the workbook.
    assert f"{OPEN}'about 20' cannot be read.{CLOSE}" in page
    assert f"{OPEN}this number is below 0.{CLOSE}" in page
    assert f"{OPEN}Type what was done, or 0 if nothing was.{CLOSE}" in page


def test_the_receipt_of_a_file_and_its_refused_rows_are_said_whatever_the_job_spoke(keeper, bring, read):  # noqa: F811 (its fixtures are those imported)
    found = bring(
        b"Payment Date,Net Amount,Supplier Name,Expenditure Category\n2025-03-31,120.50,Lantern Works,Repairs\n"
        b"soon,about 20,Lantern Works,Repairs\n", "spend.csv", known="spend-harrogate")
    assert json.loads(found.said)["sheets"][0]["refused"] == 1
    page = read(keeper.get, f"/smallford/bring-in/{found.pk}/")
    assert f"{OPEN}spend.csv: fingerprint {found.sha256}{CLOSE}" in page
    assert f"{OPEN}2 rows in = 1 accepted + 1 refused + 0 blank{CLOSE}" in page
    # A list of payments names people, so no cell of it is repeated.
    assert page.count(f"{OPEN}what stands there cannot be read.{CLOSE}") == 2 and "about 20" not in page
    assert f"{OPEN}spend.csv row 3{CLOSE}, column Payment Date{CLOSE}" in page


def test_what_the_job_found_in_all_records_is_said_in_the_language_of_who_reads_it(body, read):
    ROWS["activities"].objects.create(
        body=body, key="wrong", title="Wrong", kind="grant", role="investor", state="planned", start="2025-01-01",
        end="2024-01-01", place="atlantis", row_position=100)
    look_over(body)
    officer = signed_in(person("officer", body))
    fault = Fault.objects.get(body=body, code="UNKNOWN-REFERENCE")
    assert fault.message == "'atlantis' is not in places.csv."
    page = read(officer.get, "/smallford/to-fix/")
    assert f"{OPEN}'atlantis' is not in places.csv.{CLOSE}" in page
    assert f"{OPEN}Correct the id, or add the row that it names.{CLOSE}" in page


def test_why_nothing_could_be_frozen_is_said_with_each_place(town, people, does, read):  # noqa: F811 (its fixtures are those imported)
    row = ROWS["deliveries"].objects.filter(body=town).first()
    row.activity = "nowhere"
    row.save()
    does(people["officer"], "/dockside/reports/", as_of="2024-12-31")
    people["officer"].get("/dockside/reports/")  # What it says once it said in English.
    page = read(people["officer"].get, "/dockside/reports/")
    assert f"{OPEN}'nowhere' is not in activities.csv.{CLOSE}" in page
    assert f"{OPEN}{OPEN}deliveries.csv row " in page


def test_the_check_list_is_said_with_what_stands_in_the_way(town, people, does, read):  # noqa: F811 (its fixtures are those imported)
    ROWS["calendar"].objects.filter(body=town, step="lock").update(done=None)
    does(people["officer"], "/dockside/reports/", as_of="2024-12-31")
    does(people["officer"], f"/dockside/reports/frozen/{Frozen.objects.get(body=town).pk}/prepare/")
    people["officer"].get("/dockside/reports/1/")
    page = read(people["officer"].get, "/dockside/reports/1/")
    assert f"{OPEN}Records{CLOSE}:" in page and f"{OPEN}every gap is declared with a reason.{CLOSE}" in page
    assert f"{OPEN}{OPEN}the figures have not been locked{CLOSE} for " in page


def test_a_file_that_no_door_takes_says_why(supplier, read):
    upload = SimpleUploadedFile("report.exe", b"MZ" + b"\x00" * 100)
    page = read(supplier.post, f"/smallford/returns/answers/{HOURS}/", {
        "version": 0, "quantity": "5", "stay": "on", "upload": upload, "kind": "letter",
        **in_boxes("dated", "2025-03-31")})
    assert f"files that end in '.exe' are not taken.{CLOSE}" in page and f"{OPEN}Bring a PDF" in page


def test_a_translation_with_a_gap_that_nothing_stands_for_leaves_the_english(monkeypatch):
    finding = Finding("X", Severity.NOTE, told("'{text}' cannot be read.", text="abc"), told(""))
    stored = json.loads(json.dumps(kept(finding)))
    monkeypatch.setattr(translation._trans, "gettext", {"'{text}' cannot be read.": "Ni ellir darllen '{text}'."}.get)
    assert say(stored["message"]) == say(finding.message) == "Ni ellir darllen 'abc'."
    for broken in ("'{txt}'", "'{0}'", "'{", "'{text.nothing}'"):
        monkeypatch.setattr(translation._trans, "gettext", {"'{text}' cannot be read.": broken}.get)
        assert say(stored["message"]) == "'abc' cannot be read."


def test_what_was_kept_is_what_was_told():
    finding = Finding("X", Severity.NOTE, told("{first} is read.", first=told("row {row}", row=2)),
                      told("write it out").as_sentence(), "a.csv", 2, sheet="b")
    again = Finding.from_json(json.loads(json.dumps(finding.to_json())))
    assert again == finding and str(again) == str(finding) and again.where == "a.csv sheet 'b' row 2"
    assert (again.mend.words, again.message.gaps["first"].words) == ("write it out", "row {row}")
    assert say(finding.mend) == "Write it out."
