"""Every rule finds its fault, and finds nothing in the nearest thing that is right."""

from pathlib import Path

import pytest

from commonweal.basics.findings import Severity
from commonweal.basics.tables import Kind
from commonweal.ledger.checks import CHECKS, DECLARED_ERROR, DECLARED_NOTHING, declare, run_checks
from commonweal.ledger.checks.rule import Missing
from commonweal.ledger.checks.unknown_reference import points_at
from commonweal.ledger.tables import BOOK_TABLES
from tests.checks.cases import FAULTY, SOUND, Case
from tests.checks.small_book import claim, found, small_book, stated
from tests.house.repository import ROOT

PAGES = ROOT / "docs" / "reference" / "checks"
FOLDER = ROOT / "src" / "commonweal" / "ledger" / "checks"
MODULES = {rule.CODE: rule.__name__.rpartition(".")[2] for rule in CHECKS}


def _named(case: Case) -> str:
    return f"{case.code}: {case.what}"


def test_the_small_book_is_sound(tmp_path: Path):
    assert found(tmp_path / "book", {}) == []


@pytest.mark.parametrize("case", FAULTY, ids=_named)
def test_a_rule_finds_its_fault_and_no_other_rule_does(case: Case, tmp_path: Path):
    findings = found(tmp_path / "book", case.tables, case.files)
    assert {finding.code for finding in findings} == {case.code}
    assert tuple(sorted({finding.subject for finding in findings})) == tuple(sorted(case.subjects))
    for finding in findings:
        assert finding.file and finding.message.endswith(".") and finding.mend[-1] in ".?"
        assert finding.severity is next(rule.SEVERITY for rule in CHECKS if finding.code == rule.CODE)


@pytest.mark.parametrize("case", SOUND, ids=_named)
def test_a_rule_lets_the_nearest_sound_thing_pass(case: Case, tmp_path: Path):
    assert [
        str(finding) for finding in found(tmp_path / "book", case.tables, case.files) if finding.code == case.code
    ] == []


def test_every_rule_has_a_faulty_and_a_sound_book():
    codes = {rule.CODE for rule in CHECKS}
    assert codes == {case.code for case in FAULTY}
    assert codes == {case.code for case in SOUND}


def test_every_rule_is_a_file_and_every_file_is_a_rule():
    files = {path.stem for path in FOLDER.glob("*.py")} - {"__init__", "rule"}
    assert files == set(MODULES.values()) and len(files) == len(CHECKS)


def test_a_code_stands_for_one_rule_and_is_its_name():
    assert len(MODULES) == len(CHECKS)
    for code, module in MODULES.items():
        assert code == module.upper().replace("_", "-")


@pytest.mark.parametrize("rule", CHECKS, ids=lambda rule: rule.CODE)
def test_every_rule_says_what_it_does_with_missing_values_and_has_its_page(rule):
    assert rule.MISSING in Missing and "Missing values" in " ".join(rule.__doc__.split())
    page = (PAGES / f"{MODULES[rule.CODE]}.md").read_text(encoding="utf-8")
    headings = [line for line in page.splitlines() if line.startswith("#")]
    assert headings[0].startswith("# ") and headings[1:] == [
        "## What it looks for",
        "## Why it matters",
        "## Missing values",
        "## Example",
        "## How to mend it",
    ]
    assert f"`{rule.CODE}` · {rule.SEVERITY}" in page
    assert f"**{rule.MISSING}**" in page
    for part in page.split("## ")[1:]:
        assert len(part.split("\n", 1)[1].split()) >= 5, part


def test_every_page_belongs_to_a_rule():
    assert {path.stem for path in PAGES.glob("*.md")} == set(MODULES.values()) | {"index"}


def test_the_list_of_pages_names_every_rule_with_its_weight():
    index = (PAGES / "index.md").read_text(encoding="utf-8")
    for rule in CHECKS:
        assert f"[`{rule.CODE}`]({MODULES[rule.CODE]}.md) | {rule.SEVERITY} |" in index
    assert index.count("](") == len(CHECKS) and DECLARED_ERROR in index and DECLARED_NOTHING in index


def test_every_column_of_ids_is_followed_or_named_as_free():
    free = {
        (table.name, column.name)
        for table in BOOK_TABLES
        for column in table.columns
        if column.kind in (Kind.ID, Kind.IDS) and not points_at(table, column) and column.name not in table.key_columns
    }
    assert free == {
        ("deliveries", "event"), ("accreditations", "ladder"), ("corrections", "figures"), ("context", "series"),
            ("organisations", "identifiers")}


def test_findings_stand_in_the_order_of_files_and_rows(tmp_path: Path):
    book = small_book(
        tmp_path / "book",
        {
            "stated": [stated("b", source=""), stated("a", unit="%")],
            "deliveries": [claim("x", quantity="-1"), claim("w", measure="none")],
        },
    )
    assert [(finding.file, finding.row, finding.code) for finding in run_checks(book)] == [
        ("deliveries.csv", 3, "NEGATIVE-NOT-ALLOWED"),
        ("deliveries.csv", 4, "UNKNOWN-REFERENCE"),
        ("stated.csv", 2, "SOURCE-NOT-GIVEN"),
        ("stated.csv", 3, "PERCENTAGE-WITHOUT-BASE"),
    ]


def test_a_token_is_never_printed(tmp_path: Path):
    rows = (
        "spring,SECRET-1,,2024",
        "nobody,SECRET-2,,",
        "spring,SECRET-3,,",
        "spring,SECRET-3,,",
        ",SECRET-4,,",
        "=SECRET,SECRET-5,,",
    )
    broken = "\n".join(["delivery,token,group,start", *rows, ""])
    findings = found(tmp_path / "book", {}, {"private/participants.csv": broken})
    assert len(findings) == 5
    assert all("SECRET" not in str(finding) + finding.subject for finding in findings)


def _declared(finding: str) -> dict[str, str]:
    return {"finding": finding, "reason": "The source does not say.", "by": "Report office", "on": "2025-01-31"}


def test_a_gap_can_be_declared(tmp_path: Path):
    book = small_book(
        tmp_path / "book",
        {"stated": [stated("s", source=""), stated("t", source="")], "declared": [_declared("SOURCE-NOT-GIVEN:s")]},
    )
    still_open, declared = declare(run_checks(book), book)
    assert [finding.key for finding in declared] == ["SOURCE-NOT-GIVEN:s"]
    assert [finding.key for finding in still_open] == ["SOURCE-NOT-GIVEN:t"]


def test_an_error_cannot_be_declared(tmp_path: Path):
    book = small_book(
        tmp_path / "book", {"stated": [stated("s", unit="")], "declared": [_declared("NUMBER-WITHOUT-UNIT:s")]}
    )
    still_open, declared = declare(run_checks(book), book)
    assert declared == []
    assert [(finding.code, finding.severity) for finding in still_open] == [
        ("NUMBER-WITHOUT-UNIT", Severity.ERROR),
        (DECLARED_ERROR, Severity.ERROR),
    ]


def test_a_declaration_of_nothing_is_noted(tmp_path: Path):
    book = small_book(tmp_path / "book", {"declared": [_declared("SOURCE-NOT-GIVEN:s")]})
    still_open, declared = declare(run_checks(book), book)
    assert declared == [] and [(finding.code, finding.severity, finding.where) for finding in still_open] == [
        (DECLARED_NOTHING, Severity.NOTE, "declared.csv row 2, column finding")
    ]
