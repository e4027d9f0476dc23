"""Every refusal, shown on an edition with exactly that mistake, and the sound edition that has none."""

import re
from pathlib import Path

import pytest

from commonweal.basics.findings import Finding, Severity
from commonweal.frameworks import edition as room
from commonweal.frameworks.check import check_crosswalks
from commonweal.frameworks.edition import Edition, load_edition
from tests.editions.gallery import GALLERY, Broken, Edit, swap
from tests.editions.good_edition import GOOD, write_good

CODE = re.compile(r'"((?:EDITION|SOURCE|GAP|MEASURE|VALUE|INDEX|BAND|CROSSWALK|UPRATE|FILE)(?:-[A-Z]+)+)"')


def test_the_good_edition_has_no_finding_at_all(tmp_path: Path) -> None:
    edition, findings = load_edition(write_good(tmp_path / "good"))
    assert findings == []
    assert edition is not None
    assert edition.id == "example-framework/2024"
    assert [value.key for value in edition.values] == ["hour", "trained", "trained-room", "tonne-2024", "tonne-2026"]
    assert edition.gaps == {"tonne-2026": "not published for 2025"}
    assert set(edition.index("prices")) == {2020, 2021, 2022, 2023}


@pytest.mark.parametrize("broken", GALLERY, ids=lambda broken: broken.name)
def test_each_mistake_has_its_finding(broken: Broken, tmp_path: Path) -> None:
    folder = write_good(tmp_path / "broken")
    broken.edit(folder)
    edition, findings = load_edition(folder)
    found = [finding for finding in findings if finding.code == broken.code]
    assert found, f"{broken.code} is not among {[str(finding) for finding in findings]}"
    assert (found[0].file, found[0].row, found[0].severity) == (broken.file, broken.row, broken.weight)
    assert found[0].message and found[0].mend
    assert (edition is None) == any(finding.severity is Severity.ERROR for finding in findings)


def test_no_fault_hides_another(tmp_path: Path) -> None:
    folder = write_good(tmp_path / "broken")
    mistakes = [broken for broken in GALLERY if broken.name in {
        "an unknown key", "it ends before it begins", "low above central", "a product that is not the amount",
        "a year left out", "a measure that excludes itself", "a match with itself", "weights upside down",
        "an unknown source of a criterion",
    }]
    for broken in mistakes:
        broken.edit(folder)
    assert len(mistakes) == 9
    assert {finding.code for finding in load_edition(folder)[1]} == {broken.code for broken in mistakes}


def test_a_refused_row_is_not_reported_as_missing_elsewhere(tmp_path: Path) -> None:
    folder = write_good(tmp_path / "broken")
    swap("measures.csv", "social,hour,flow", "social,hour,flows")(folder)
    assert [finding.code for finding in load_edition(folder)[1]] == ["CELL-CHOICE"]


@pytest.mark.parametrize("text", [
    "", "\n", "gaps = 5", "gaps = [1]", "sources = 5", "sources = [1]", "[[sources]]\nid = 3", "[sources]\nid = 'a'",
    "status = []", "framework = 3", "levels = [[], [], []]", "add_kinds = [{}]", "price_year = true",
    "price_year = 24.5", "published = 2024-02-30", "published = 10:00:00", "notes = 1e999999999", "supersedes = []",
    f"notes = {'[' * 2000}", f"price_year = {'9' * 5000}", "\x00", "\ufeff\ufeff", "a.b.c = 1", "'' = 1",
    "valid_from = 2024-01-01\nvalid_to = 10:00:00",
])
def test_a_strange_edition_toml_gives_findings_and_never_a_traceback(text: str, tmp_path: Path) -> None:
    folder = write_good(tmp_path / "strange")
    (folder / "edition.toml").write_text(text, encoding="utf-8")
    edition, findings = load_edition(folder)
    assert edition is None
    assert any(finding.severity is Severity.ERROR and finding.file == "edition.toml" for finding in findings)


def test_findings_name_the_folder_they_are_told_to(tmp_path: Path) -> None:
    folder = write_good(tmp_path / "broken")
    swap("values.csv", "14.00,", "16.01,")(folder)
    finding = load_edition(folder, shown_as="editions/example-framework/2024")[1][0]
    assert finding.where == "editions/example-framework/2024/values.csv row 2, column low"


def _other(tmp_path: Path) -> Edition:
    folder = write_good(tmp_path / "other")
    (folder / "values.csv").unlink()
    (folder / "crosswalk.csv").unlink()
    swap("edition.toml", 'gaps = ["tonne-2026: not published for 2025"]\n', "")(folder)
    swap("edition.toml", '"example-framework"', '"other-framework"')(folder)
    swap("measures.csv", "\nhours,", "\nvolunteering,")(folder)
    swap("measures.csv", "once,hours,", "once,volunteering,")(folder)
    swap("measures.csv", "\ntonnes,", "\nkilograms,")(folder)
    edition, findings = load_edition(folder)
    assert edition is not None, findings
    return edition


CROSSWALKS = [
    ("a match with nothing", swap("crosswalk.csv", "volunteering", "helping"), "CROSSWALK-NOWHERE", Severity.ERROR),
    ("two units said to be one", swap("crosswalk.csv", ",volunteering,", ",training,"),
     "CROSSWALK-UNIT", Severity.ERROR),
    ("a framework not at hand", swap("crosswalk.csv", "hours,other-framework", "hours,third-framework"),
     "CROSSWALK-UNCHECKED", Severity.NOTE),
]


@pytest.mark.parametrize(("name", "edit", "code", "weight"), CROSSWALKS)
def test_a_match_is_checked_against_the_other_framework(
    name: str, edit: Edit, code: str, weight: Severity, tmp_path: Path
) -> None:
    folder = write_good(tmp_path / "good")
    good, _ = load_edition(folder)
    edit(folder)
    edition, findings = load_edition(folder)
    assert good is not None and edition is not None, findings
    other = _other(tmp_path)
    assert check_crosswalks([good, other]) == []
    found: list[Finding] = check_crosswalks([edition, other])
    assert [(finding.code, finding.severity, finding.row) for finding in found] == [(code, weight, 2)]
    assert found[0].file == "example-framework/2024/crosswalk.csv"


def test_every_code_of_the_room_is_shown_and_documented() -> None:
    source = Path(room.__file__).parent
    defined = {code for path in source.glob("*.py") for code in CODE.findall(path.read_text("utf-8"))}
    shown = {broken.code for broken in GALLERY} | {code for _, _, code, _ in CROSSWALKS} | {"UPRATE-PANDEMIC-YEAR"}
    assert len(defined) > 40
    assert defined - shown == set(), "no edition in the gallery shows these"
    page = (Path(__file__).parents[2] / "docs" / "reference" / "editions.md").read_text("utf-8")
    assert {code for code in defined if f"`{code}`" not in page} == set(), "docs/reference/editions.md lacks these"
    assert {code for code in re.findall(r"^\| `([A-Z-]+)`", page, re.MULTILINE) if code not in defined} == set()


def test_the_good_edition_uses_every_table() -> None:
    assert set(GOOD) == {"edition.toml", "measures.csv", "values.csv", "indices.csv", "criteria.csv", "bands.csv",
                         "crosswalk.csv"}
