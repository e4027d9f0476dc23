"""Publication: for each line of the list a book that fails only there, and one book that passes all of it."""

import csv
import re
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from commonweal.basics.findings import Refused, Severity
from commonweal.cli import main
from commonweal.indicators.compute import compute
from commonweal.ledger.checked import check_book, kept_findings
from commonweal.report import build, checklist
from commonweal.report.build import build_report
from commonweal.report.checklist import Candidate
from commonweal.report.dead_links import dead_links
from commonweal.report.verify import verify
from commonweal.snapshot.store import read_snapshot, write_snapshot
from tests.checks.small_book import ROWS, claim, review, stated
from tests.house.repository import ROOT
from tests.report.publishable import (
    CALENDAR,
    next_year,
    png,
    publishable,
    published,
    refused,
    section,
    story,
    without_paper,
)

LATE = {**CALENDAR[1], "done": ""}
SHOWN = {"image": '"dock.png"', "alt": '"Two people beside a wall"', "rights": '"Builder Ltd, CC BY 4.0"'}
PERCENT = {"unit": "%", "share_or_change": "share"}

# What is wrong, the line it stops, the code it is told by, and the rows, files and pictures that make it so.
FAULTS = [
    ("a gap that nobody declared", "Records", "SOURCE-NOT-GIVEN", {"stated": [stated("said", source="")]}, {}, {}),
    ("a number typed in a story", "Numbers in prose", "PROSE-UNBOUND-NUMBER", {},
     {"stories/chance.md": story("They gave 300 hours.")}, {}),
    ("a printed percentage of nothing", "Percentages", "PERCENTAGE-WITHOUT-BASE",
     {"stated": [stated("said", **PERCENT)]}, {}, {}),
    ("a picture without words", "Pictures", "PICTURE-WITHOUT-ALT", {},
     {"stories/chance.md": story(**{**SHOWN, "alt": '" "'})}, {"dock.png": png()}),
    ("a picture of nobody knows whom", "Pictures", "PICTURE-WITHOUT-RIGHTS", {},
     {"stories/chance.md": story(**{**SHOWN, "rights": ""})}, {"dock.png": png()}),
    ("consent that ends the day before publication", "Consent", "CONSENT-NOT-HELD", {},
     {"stories/chance.md": story(consent_until="2025-03-30")}, {}),
    ("consent without a last day", "Consent", "CONSENT-NOT-HELD", {},
     {"stories/chance.md": story(consent_until="")}, {}),
    ("a draft", "Signatures", "SECTION-NOT-SIGNED", {}, {"sections/introduction.md": section(state='"draft"')}, {}),
    ("a text only read over", "Signatures", "SECTION-NOT-SIGNED", {},
     {"sections/introduction.md": section(state='"reviewed"')}, {}),
    ("a text signed by nobody", "Signatures", "SECTION-NOT-SIGNED", {},
     {"sections/introduction.md": section(author="")}, {}),
    ("a text signed by a blank", "Signatures", "SECTION-NOT-SIGNED", {},
     {"sections/introduction.md": section(author='" "')}, {}),
    ("a text signed on no day", "Signatures", "SECTION-NOT-SIGNED", {},
     {"sections/introduction.md": section(signed="")}, {}),
    ("a period that was not locked", "Reporting period", "PERIOD-NOT-LOCKED", {"calendar": [LATE]}, {}, {}),
    ("a period approved before it was locked", "Reporting period", "PERIOD-NOT-LOCKED",
     {"calendar": [{**CALENDAR[2], "done": "2025-02-26"}]}, {}, {}),
    ("a claim that nobody decided on", "Reporting period", "CLAIMS-OPEN", {"deliveries": [claim("summer")]}, {}, {}),
    ("a claim that came after the lock", "Reporting period", "CHANGED-AFTER-LOCK",
     {"deliveries": [claim("summer", state="rejected", reported_on="2025-02-28")],
      "reviews": [review("no", "summer", "reject", on="2025-02-27")]}, {}, {}),
    ("a decision taken after the lock", "Reporting period", "CHANGED-AFTER-LOCK",
     {"deliveries": [claim("summer", state="rejected")],
      "reviews": [review("no", "summer", "reject", on="2025-02-28")]}, {}, {}),
    ("a link to a page that is not there", "Links", "LINK-DEAD", {},
     {"stories/chance.md": story("See [the list](figures/nowhere.html).")}, {}),
    ("a link to a place that is not there", "Links", "LINK-DEAD", {},
     {"stories/chance.md": story("See [above](#nowhere).")}, {}),
    ("an address of nowhere", "Links", "LINK-FORM", {},
     {"stories/chance.md": story("See [them](https://nowhere).")}, {}),
    ("a correction of a report of no period", "Release", "CORRECTION-PERIOD",
     {"corrections": [{"id": "c1", "period": "2O24", "release": "2", "date": "2025-05-01", "what": "A", "why": "B"}]},
     {}, {}),
    ("a correction of a release that is none", "Release", "CORRECTION-RELEASE",
     {"corrections": [{"id": "c1", "release": "2", "date": "2025-05-01", "what": "A", "why": "B"}]}, {}, {}),
]
LINES = ["Records", "Numbers in prose", "Percentages", "Pictures", "Charts", "Consent", "Signatures",
         "Reporting period", "Framework versions", "Accessibility", "Links", "Release"]


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    without_paper(monkeypatch)


def test_a_sound_book_is_published_and_every_line_of_the_list_is_told_as_done(tmp_path: Path):
    told: list[str] = []
    built = build_report(publishable(tmp_path / "book"), tmp_path / "out", publish=True, say=told.append)
    assert [line.name for line in built.lines] == LINES
    assert [text for text in told if text.startswith("done")] == [str(line) for line in built.lines]
    assert (tmp_path / "out" / "index.html").is_file() and verify(tmp_path / "out").sound


@pytest.mark.parametrize(("line", "code", "tables", "files", "pictures"),
                         [fault[1:] for fault in FAULTS], ids=[fault[0] for fault in FAULTS])
def test_a_book_with_one_fault_fails_one_line_only(line, code, tables, files, pictures, tmp_path: Path):
    book = publishable(tmp_path / "book", tables, files, pictures)
    assert refused(build_report(book, tmp_path / "out")) == {line: [code]}
    before = (tmp_path / "out" / "index.html").read_bytes()
    said = published(book, tmp_path / "out")
    assert code in said and "Nothing was written" in said
    assert (tmp_path / "out" / "index.html").read_bytes() == before
    assert not [path for path in tmp_path.iterdir() if path.name.startswith(".commonweal")]


@pytest.mark.parametrize("fault", [fault for fault in FAULTS if fault[2] == "CHANGED-AFTER-LOCK"],
                         ids=lambda fault: fault[0])
def test_what_came_after_the_lock_is_found_in_frozen_claims_that_stay_on_disk(fault, tmp_path: Path, monkeypatch):
    _, line, code, tables, files, pictures = fault
    checked = check_book(publishable(tmp_path / "book", tables, files, pictures))
    day = checked.book.settings.period.span.end
    write_snapshot(checked.book, day, tmp_path / "frozen", findings=lambda: kept_findings(checked))
    monkeypatch.setattr(build, "read_snapshot", partial(read_snapshot, long=1))
    assert refused(build_report(tmp_path / "frozen", tmp_path / "out")) == {line: [code]}


def test_the_page_on_publishing_has_every_line_and_code():
    page = (ROOT / "docs" / "reference" / "publishing.md").read_text(encoding="utf-8")
    listed = [row.split("|")[1].strip() for row in page.splitlines() if row.startswith("| ")]
    assert listed[2:] == LINES
    written = set()
    for name in ("checklist", "stories", "signatures", "dead_links", "changes"):
        source = (ROOT / "src" / "commonweal" / "report" / f"{name}.py").read_text(encoding="utf-8")
        written |= set(re.findall(r'"([A-Z]{3,}(?:-[A-Z]{2,})+)"', source))
    assert len(written) > 15 and written | {fault[2] for fault in FAULTS} <= {*re.findall(r"`([A-Z-]+)`", page)} | {
        "SOURCE-NOT-GIVEN"}


def test_every_line_of_the_list_has_a_book_that_fails_it_or_a_test_of_its_own():
    assert {fault[1] for fault in FAULTS} | {"Framework versions", "Accessibility", "Charts"} == set(LINES)


def of_two_years(folder: Path) -> Path:
    """The book with a year after its first, in which hours rose by 0.0%, as printed, and jobs won fell by 10%."""
    book = next_year(folder, {"deliveries": [
        claim("a1", quantity="100000"), claim("a2", quantity="100030", start="2025-04-01", end="2025-06-30"),
        claim("c1", measure="jobs-won", quantity="100"),
        claim("c2", measure="jobs-won", quantity="90", start="2025-04-01", end="2025-06-30")]})
    activities = book / "activities.csv"
    activities.write_text(activities.read_text("utf-8").replace("2024-12-31", "2026-12-31"), "utf-8")
    return book


def test_a_year_whose_only_rise_is_too_small_to_be_seen_in_percent_has_its_chart(tmp_path: Path):
    built = build_report(of_two_years(tmp_path / "book"), tmp_path / "out")
    page = (tmp_path / "out" / "change.html").read_text("utf-8")
    assert "Charts" not in refused(built) and 'id="headline-changes' in page
    assert "1 of 2 measures rose and 1 fell" in page and "fell most in percent: -10%" in page
    assert "rose most" not in page


def test_a_chart_that_may_not_be_drawn_is_left_out_and_stops_publication_and_no_report(tmp_path: Path, monkeypatch):
    monkeypatch.setattr("commonweal.report.charts.making.untrue", lambda sentences, table: ["It is so."])
    book = of_two_years(tmp_path / "book")
    built = build_report(book, tmp_path / "out")
    assert refused(built)["Charts"] == ["CHART-LEFT-OUT"]
    page = (tmp_path / "out" / "change.html").read_text("utf-8")
    assert "headline-changes" not in page and "change-table" in page
    assert "'headline-changes' says what its table does not bear out: It is so." in published(book, tmp_path / "other")


def test_a_draft_framework_version_stops_publication_and_nothing_else(tmp_path: Path):
    book = publishable(tmp_path / "book")
    for edition in (book / "editions").glob("*/*"):
        (edition / "DIGEST").unlink()
        about = edition / "edition.toml"
        about.write_text(about.read_text(encoding="utf-8").replace('"published"', '"draft"'), encoding="utf-8")
    assert refused(build_report(book, tmp_path / "out")) == {"Framework versions": ["EDITION-NOT-FINAL"]}


def test_a_statement_that_names_nobody_to_turn_to_stops_publication(tmp_path: Path):
    book = publishable(tmp_path / "book")
    settings = book / "book.toml"
    settings.write_text(settings.read_text(encoding="utf-8").replace("contact =", "tested_by_people ="), "utf-8")
    assert refused(build_report(book, tmp_path / "out")) == {"Accessibility": ["ACCESSIBILITY-STATEMENT"]}


def test_a_closed_amount_that_slipped_into_the_data_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """The invented authority holds values that may not be passed on: its data has none of them, until one is put in."""
    kept: list[Candidate] = []
    go_through = checklist.go_through

    def keep(candidate: Candidate) -> tuple[checklist.Line, ...]:
        lines = go_through(candidate)
        assert next(line for line in lines if line.name == "Framework versions").done
        data = candidate.folder / "data"
        values = data / "unit_values.csv"
        with values.open(encoding="utf-8", newline="") as file:
            rows = [*csv.DictReader(file)]
        closed = next(row for row in rows if row["redistributable"] == "no")
        assert closed["central"] == ""
        closed["central"] = "12.50"
        with values.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, rows[0], lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
        (data / "editions" / "wexholme-wellbeing" / "2023").mkdir(parents=True)
        kept.append(candidate)
        return go_through(candidate)

    monkeypatch.setattr("commonweal.report.build.go_through", keep)
    built = build_report(ROOT / "examples" / "northmere", tmp_path / "out")
    assert kept and refused(built) == {"Framework versions": ["LICENCE-CLOSED"]}
    found = next(line for line in built.lines if not line.done).findings
    assert {finding.file for finding in found} == {"data/unit_values.csv", "editions/wexholme-wellbeing/2023"}


def test_a_percentage_that_we_worked_out_without_its_base_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    def bare(facts, earlier):
        return tuple(replace(figure, denominator=None) if figure.unit == "%" else figure
                     for figure in compute(facts, earlier))

    monkeypatch.setattr("commonweal.indicators.frozen.compute", bare)
    built = build_report(publishable(tmp_path / "book"), tmp_path / "out")
    assert refused(built) == {"Percentages": ["PERCENT-WITHOUT-BASE"]}


def test_a_declared_gap_is_done(tmp_path: Path):
    declared = [{"finding": "CLAIMS-OPEN:2024", "reason": "It came late.", "by": "Policy office", "on": "2025-02-27"}]
    book = publishable(tmp_path / "book", {"deliveries": [claim("summer")], "declared": declared})
    assert published(book, tmp_path / "out") == ""


def test_without_publish_the_command_says_what_stops_publication(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    book = publishable(tmp_path / "book", {"calendar": [LATE]}, {"sections/method.md": section(
        title='"Half a method"', part='"method"', state='"draft"')})
    assert main(["report", str(book), "-o", str(tmp_path / "out")]) == 0
    told = capsys.readouterr().out
    assert "What stops publication: 2 of 12 lines of the check list." in told
    assert "STOP PERIOD-NOT-LOCKED calendar.csv row 3, column done: " in told
    assert "Left out, because it is still a draft: sections/method.md, Half a method" in told
    assert main(["report", str(book), "-o", str(tmp_path / "other"), "--publish"]) == 1
    out, err = capsys.readouterr()
    assert "REFUSED Signatures" in out and "done    Records" in out and "2 of 12 lines" in err
    assert not (tmp_path / "other").exists()


def test_a_published_report_is_never_replaced_by_another_and_a_draft_is(tmp_path: Path):
    book, out = publishable(tmp_path / "book"), tmp_path / "out"
    draft = build_report(book, out)
    assert published(book, out) == ""
    files = {path: path.read_bytes() for path in out.rglob("*") if path.is_file()}
    # It is the draft, to the letter, and may be made again: the same figures are no other report.
    assert verify(out, fingerprint=draft.fingerprint).sound
    build_report(book, out)
    assert published(book, out) == ""
    assert files == {path: path.read_bytes() for path in out.rglob("*") if path.is_file()}
    other = publishable(tmp_path / "other", {"deliveries": [{**ROWS["deliveries"][0], "quantity": "20"}]})
    assert "was published" in published(other, out)
    with pytest.raises(Refused, match="was published"):
        build_report(other, out)
    assert files == {path: path.read_bytes() for path in out.rglob("*") if path.is_file()}
    assert published(other, tmp_path / "beside") == ""


def test_the_release_before_is_never_replaced_by_the_one_compared_with_it(tmp_path: Path):
    out = tmp_path / "out"
    assert published(publishable(tmp_path / "book"), out) == ""
    (tmp_path / "link").symlink_to(out)
    book = publishable(tmp_path / "second", {"corrections": [
        {"id": "c1", "release": "2", "date": "2025-05-01", "what": "A word.", "why": "A slip."}]})
    for target in (out, tmp_path / "link"):
        assert "is a report that this one is compared with" in published(book, target, release=2, previous=out)
    assert verify(out).sound and published(book, tmp_path / "out-2", release=2, previous=out) == ""


def test_the_mark_of_what_was_published_cannot_be_another(tmp_path: Path):
    out = tmp_path / "out"
    assert published(publishable(tmp_path / "book"), out) == ""
    (out / "data" / "PUBLISHED").write_text("0" * 64 + "\n", encoding="utf-8")
    assert verify(out).changed == ["data/PUBLISHED"]


def test_errors_stop_every_build_before_the_list(tmp_path: Path):
    book = publishable(tmp_path / "book", {}, {"stories/chance.md": story(consent='"no"')})
    assert "STORY-CONSENT" in published(book, tmp_path / "out")


def test_the_examples_are_as_publishable_as_they_say(tmp_path: Path):
    """The invented authority's book passes; the source report's is nobody's to sign, and says no day of any step."""
    built = build_report(ROOT / "examples" / "northmere", tmp_path / "northmere", publish=True)
    assert all(line.done for line in built.lines)
    built = build_report(ROOT / "examples" / "lcr-2023", tmp_path / "lcr")
    assert refused(built) == {"Signatures": ["SECTION-NOT-SIGNED"], "Reporting period": ["PERIOD-NOT-LOCKED"]}


def test_what_stops_publication_is_told_apart_from_errors_and_gaps():
    assert [*Severity] == ["error", "stop", "gap", "note"]


@pytest.mark.parametrize(("written", "code"), [
    ('<a href="other.html">', ""), ('<a href="other.html#there">', ""), ('<a href="#here">', ""),
    ('<a href="sub/deep.html">', ""), ('<a href="data/SHA256SUMS">', ""), ('<a href="https://a.example/x?y#z">', ""),
    ('<a href="mailto:a@b.example">', ""), ('<img src="other.html">', ""), ('<a href="ot%68er.html">', ""),
    ('<a href="other.html#nowhere">', "LINK-DEAD"), ('<a href="nowhere.html">', "LINK-DEAD"),
    ('<img src="nowhere.png">', "LINK-DEAD"), ('<a href="../index.html">', "LINK-DEAD"), ('<a href="/x">', "LINK-DEAD"),
    ('<a href="https://">', "LINK-FORM"), ('<a href="http://a b.example">', "LINK-FORM"),
    ('<a href="ftp://a.example">', "LINK-FORM"), ('<a href="//a.example">', "LINK-FORM"),
    ('<a href="mailto:">', "LINK-FORM"), ('<a href="https://[x">', "LINK-FORM"),
])
def test_a_link_is_held_to_what_is_there(written: str, code: str, tmp_path: Path):
    (tmp_path / "sub").mkdir()
    (tmp_path / "index.html").write_text(f'<p id="here">{written}</p>', encoding="utf-8")
    (tmp_path / "other.html").write_text('<p id="there"></p>', encoding="utf-8")
    (tmp_path / "sub" / "deep.html").write_text('<a href="../index.html#here"></a>', encoding="utf-8")
    assert [finding.code for finding in dead_links(tmp_path)] == ([code] if code else [])
