"""The report built from the source report's book: every exact figure is in it, and nothing is made up."""

import csv
import html
import io
import re
from pathlib import Path

import pytest

from commonweal.report.build import build_report
from commonweal.report.verify import verify

ROOT = Path(__file__).parents[2]
BOOK = ROOT / "examples" / "lcr-2023"
STANDING = "Independent worked example made from a public report; not published or endorsed by the authority"


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("lcr") / "report"
    build_report(BOOK, folder)
    return folder


@pytest.fixture(scope="module")
def figures(report: Path) -> dict[str, dict[str, str]]:
    text = (report / "data" / "figures.csv").read_text(encoding="utf-8")
    return {row["id"]: row for row in csv.DictReader(io.StringIO(text))}


# What the coverage list calls a place of the report, where the part of the first page has another id.
PARTS = {
    "foreword": "introduction",
    "policies": "alignment",
    "promises": "pledges",
    "guidance": "standards",
    "accreditations": "standards",
}
# The tables whose rows print a number, and the column that says what it counts.
COUNTED_IN = {
    "stated": "title",
    "context": "title",
    "deliveries": "measure",
    "commitments": "measure",
    "accreditations": "scheme",
}


def _table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


COVERED = _table(ROOT / "docs" / "coverage.csv")


def _parts(report: Path) -> dict[str, str]:
    """The pages of the parts of the report, by the part's id, with their tags."""
    return {page.stem.replace("index", "summary"): page.read_text(encoding="utf-8") for page in report.glob("*.html")}


def _part(parts: dict[str, str], place: str) -> str:
    id = place.removeprefix("role-")
    return parts[PARTS.get(id, id)]


def _pieces(part: str) -> list[str]:
    """What a reader takes in at once: a row of a table, an item of a list, a paragraph."""
    found = re.finditer(r"<(tr|li|p|dd)\b.*?</\1>", part, re.DOTALL)
    return [re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", piece[0]))) for piece in found]


def _prints(piece: str, figure: str) -> bool:
    """Whether a piece prints a figure of the list by itself: 20 is not 2,020; pounds may have their pence."""
    number = figure.removeprefix("£").removesuffix(".00")
    if number.isdigit() and number not in ("2012", "2021", "2022", "2040"):
        number = f"{int(number):,}"
    sign = "£" if figure.startswith("£") else ""
    tail = r"(\.00)?(?!\w|[.,]\d)" if number[-1].isdigit() else r"(?!\w)"
    return re.search(rf"(?<![\w.,]){sign}{re.escape(number)}{tail}", piece) is not None


def _counted(where_book: str) -> set[str]:
    """What the numbers behind a row of the list count, in the words of the book; nothing where no row has a number."""
    measures = {row["id"]: row["title"] for row in _table(BOOK / "editions" / "lcr-report" / "2023" / "measures.csv")}
    activities = {row["id"]: row["title"] for row in _table(BOOK / "activities.csv")}
    found = set()
    for reference in where_book.split(";"):
        table, _, key = reference.partition(".csv:")
        if table in COUNTED_IN:
            row = next(row for row in _table(BOOK / f"{table}.csv") if row["id"] == key)
            found.add(measures.get(row[COUNTED_IN[table]], row[COUNTED_IN[table]]))
            # What a scheme is worth as a whole stands beside its name and not beside what it did.
            found |= {f"{activities[row['activity']]}: all years"} if row.get("activity") else set()
    return found


def _missing(parts: dict[str, str]) -> tuple[list[str], int]:
    """The figures of the coverage list that do not stand, beside what they count, in the part that the list names."""
    missing, asked = [], 0
    for row in COVERED:
        figures = [figure for figure in map(str.strip, row["figures"].split(";")) if figure]
        if not figures or row["where_book"].startswith("priorities.csv"):
            continue
        pieces = _pieces(_part(parts, row["where_report"]))
        counted = _counted(row["where_book"])
        asked += len(figures)
        for figure in figures:
            beside = [piece for piece in pieces if not counted or any(words in piece for words in counted)]
            if not any(_prints(piece, figure) for piece in beside):
                missing.append(f"{row['id']}: {figure}")
    return missing, asked


def test_every_exact_figure_of_the_coverage_list_stands_where_the_list_says_beside_what_it_counts(report: Path) -> None:
    missing, asked = _missing(_parts(report))
    assert missing == []
    assert asked > 95


def test_a_share_of_a_shared_project_alone_would_be_missed(report: Path) -> None:
    ours_alone, changed = {}, 0
    for id, page in _parts(report).items():
        ours = r"(<a [^>]*>[\d.,]+) of [\d,]+( [a-z ]+) \(our share of the whole\)"
        ours_alone[id], count = re.subn(ours, r"\1\2", page)
        changed += count
    assert changed == 10
    assert _missing(ours_alone)[0] == [
        "SR074: 20",
        "SR075: 17",
        "SR076: 6",
        "SR077: 180",
        "SR078: 3",
        "SR079: 900",
    ]


def test_the_priority_tables_have_as_many_actions_and_successes_as_the_list_says(report: Path) -> None:
    part = _part(_parts(report), "priorities")
    areas = {row["id"]: row["area"] for row in _table(BOOK / "priorities.csv")}
    tables = {
        area: [len(re.findall(f"<td>{kind}</td>", table)) for kind in ("Action", "What success looks like")]
        for table in re.findall(r"<table\b.*?</table>", part, re.DOTALL)
        for area in set(areas.values())
        if f"<span>{area}: " in table
    }
    rows = [row for row in COVERED if row["where_book"].startswith("priorities.csv") and row["figures"]]
    assert len(rows) == 7
    for row in rows:
        asked = [int(figure) for figure in row["figures"].split(";")]
        if len(asked) == 3:
            assert [len(tables), *map(sum, zip(*tables.values(), strict=True))] == asked
        else:
            assert tables[areas[re.split("[:;]", row["where_book"])[1]]] == asked, row["id"]


def test_it_says_what_it_is_on_every_page_sheet_and_package_and_asks_not_to_be_indexed(report: Path) -> None:
    pages = sorted(report.rglob("*.html"))
    assert len(pages) > 200
    for page in pages:
        text = page.read_text(encoding="utf-8")
        assert STANDING in html.unescape(text), page.name
        assert '<meta name="robots" content="noindex' in text, page.name
    assert STANDING in (report / "data" / "datapackage.json").read_text(encoding="utf-8")


def test_the_two_amounts_in_pounds_are_possible_and_never_one_sum(figures: dict[str, dict[str, str]]) -> None:
    """950 × 14 = 13,300 hours × £16.93 = £225,169.00; 21,000 × £404 = £8,484,000.00; 14,000 × £16.93 = £237,020.00."""
    money = [row for row in figures.values() if row["kind"]]
    assert {row["value"] for row in money} == {"225169.00", "8484000.00", "237020.00"}
    assert {row["standing"] for row in money} == {"potential"}
    # Their sums, with and without the alternative, appear nowhere.
    assert not {"8709169.00", "8721020.00", "8946189.00"} & {row["value"] for row in figures.values()}


def test_the_printed_headline_stays_as_printed(figures: dict[str, dict[str, str]]) -> None:
    printed = [row for row in figures.values() if row["standing"] == "stated" and row["value"] == "225000"]
    assert [(row["bound"], row["unit"]) for row in printed] == [("over", "£")]


def test_no_pound_comes_from_the_hours_of_adult_education(report: Path) -> None:
    text = (report / "data" / "valued_lines.csv").read_text(encoding="utf-8")
    rows = [row for row in csv.DictReader(io.StringIO(text)) if row["line"].startswith("aeb")]
    assert rows
    assert all(row["gross_central"] == "" and row["reason"] for row in rows)


def test_185_and_95_never_become_280_nor_sessions_and_students_one_number(figures: dict[str, dict[str, str]]) -> None:
    values = {row["value"] for row in figures.values()}
    assert {"185", "95"} <= values
    assert not {"280", "917", "467"} & values


def test_it_is_recalculated_and_has_gaps_but_no_error(report: Path) -> None:
    result = verify(report)
    assert result.sound
    assert result.recalculated > 300
    assert result.by_disclosure == 1
