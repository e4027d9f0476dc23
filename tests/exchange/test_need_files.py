"""What is known of places: profiles as facts beside what was done, and the deprivation tenth of neighbourhoods."""

import json
from decimal import Decimal

import pytest

from commonweal.exchange.deprivation import arrive as deprived
from commonweal.exchange.doors import Given
from commonweal.exchange.files import File
from commonweal.exchange.profiles import arrive
from tests.exchange.made import workbook, zipped
from tests.indicators.small import book_of, tables_from

PLACES = """
places
id, name, kind, parent, code
area, The Area, area, , E47
north, St North, council, area, E08N
lane, Lane, neighbourhood, north, E01A
hill, Hill, neighbourhood, north, E01B
"""
SKILLS = {"qualifications": [
    {"level": "Total: everyone aged 16 or over", "local": 400, "localPct": 50},
    {"level": "No qualifications", "local": 100, "localPct": 12.5},
    {"level": "Level 4 or above", "local": 300, "localPct": 75.0}],
    "occupations": [
        {"group": "Managers", "local": 30, "localPct": 60}, {"group": "Trades", "local": 20, "localPct": 40}]}


@pytest.fixture
def book(tmp_path):
    return book_of(tables_from(PLACES), tmp_path / "book")


def profile(book, name, content):
    return arrive(File(name, json.dumps(content).encode()), book, Given())


def test_earnings_become_facts_of_the_place_that_the_file_is_called_after(book):
    made = profile(book, "st-north_earnings.json", {
        "year": "2025", "percentiles": [{"percentile": "p50", "local": 30947, "england": 33080}],
        "genderGap": {"maleMedian": 40000, "femaleMedian": 30000, "gapPercent": 25.0, "englandGapPercent": 28.2}})
    median, gap = made.rows["context"]
    assert [median.text(name) for name in ("id", "value", "unit", "comparator", "place")] == [
        "north-earnings-p50", "30947.0000", "£ a year", "England, £33,080", "north"]
    assert (gap.number("value"), gap.number("numerator"), gap.number("denominator")) == (25, 10000, 40000)


def test_a_percentage_that_its_counts_contradict_is_worked_out_and_said(book):
    made = profile(book, "st-north_skills.json", SKILLS)
    shares = {row.text("series"): (row.number("value"), row.text("as_printed")) for row in made.rows["context"]}
    # 100 of 400 is 25%; the file halves it because it adds the total to its parts.
    assert shares["qualification-no-qualifications"] == (Decimal("25.0"), "12.5%")
    assert shares["qualification-level-4-or-above"] == (Decimal("75.0"), "75.0%")
    assert shares["occupation-managers"] == (Decimal("60.0"), "60%")
    assert [(finding.code, finding.row) for finding in made.receipt.findings] == [("PROFILE-CONTRADICTS", 1)]
    assert made.receipt.words().endswith("4 rows in = 4 accepted + 0 refused + 0 blank")


def test_deprivation_keeps_how_the_source_words_it(book):
    made = profile(book, "st-north_deprivation.json", {
        "imdRank": 4, "imdScore": 42.41, "totalLAs": 317,
        "domains": [{"domain": "Income", "key": "income", "rank": 7}]})
    assert [(row.text("series"), row.text("as_printed")) for row in made.rows["context"]] == [
        ("imd-rank", "4 of 317"), ("imd-score", "42.41"), ("imd-rank-income", "7 of 317")]


@pytest.mark.parametrize(("name", "content"), [("nowhere_skills.json", SKILLS), ("st-north_x.json", {"a": 1})])
def test_a_profile_of_no_known_place_or_topic_is_refused(book, name, content):
    assert [finding.code for finding in profile(book, name, content).receipt.errors] == ["PROFILE-UNKNOWN"]


def test_neighbourhoods_get_their_tenth_by_their_code(book):
    made = deprived(File("imd.csv", b"lsoa21_code,IMD_decile,x\nE01A,1,\nE01Z,5,\nE01B,10,\n"), book, Given())
    assert {row.key: row.text("decile") for row in made.rows["places"]} == {"lane": "1", "hill": "10"}
    assert made.notes == ("2 places of these records are in it.",)


def test_rows_of_an_index_that_cannot_be_right_are_refused(book):
    made = deprived(File("imd.csv", b"code,decile\nE01A,11\nE01B,2\nE01B,3\n,\n,4\n"), book, Given())
    assert made.receipt.words().endswith("5 rows in = 1 accepted + 3 refused + 1 blank")
    assert [finding.row for finding in made.receipt.errors] == [2, 4, 6]
    assert {row.key: row.text("decile") for row in made.rows["places"]} == {"hill": "2"}


def test_a_file_that_is_no_index_is_refused(book):
    assert [finding.code for finding in deprived(File("a.csv", b"a,b\n1,2\n"), book, Given()).receipt.errors] == [
        "INDEX-SHAPE"]


PUBLISHED = ("LSOA code (2021),LSOA name (2021),Index of Multiple Deprivation (IMD) Score,"
             "Index of Multiple Deprivation (IMD) Rank (where 1 is most deprived),Index of Multiple Deprivation (IMD) "
             "Decile (where 1 is most deprived 10% of LSOAs),Income Decile (where 1 is most deprived 10% of LSOAs)\n"
             "E01A,North 001A,33.1,4,1,9\nE01Z,Far 001Z,1.1,30000,10,2\n")


@pytest.mark.parametrize("text", [PUBLISHED, PUBLISHED.replace(" (where 1 is most deprived 10% of LSOAs)", "")])
def test_the_index_is_read_by_the_headings_that_it_is_published_with(book, text):
    made = deprived(File("file_7.csv", text.encode()), book, Given())
    assert not made.receipt.errors and made.receipt.accepted == 2
    assert {row.text("code"): row.text("decile") for row in made.rows["places"]} == {"E01A": "1"}
    # Two tenths of the index, such as of two years, are told apart by nobody.
    both = text.replace("LSOA name (2021)", "Index of Multiple Deprivation (IMD) Decile (2019)")
    assert deprived(File("file_7.csv", both.encode()), book, Given()).receipt.errors


INDEX = [["code", "decile"], ["E01A", "1"]]
REST = [["code", "decile"], ["E01B", "10"], ["E01A", "2"]]


@pytest.mark.parametrize("content", [
    workbook(Notes=[["Read this"], ["first"]], One=INDEX, Two=REST),
    zipped({"Notes": "Read this,please\nfirst,\n", "One": "code,decile\nE01A,1\n",
            "Two": "code,decile\nE01B,10\nE01A,2\n"})], ids=["workbook", "archive"])
def test_every_sheet_of_an_index_is_counted_and_every_other_one_is_noted(book, content):
    made = deprived(File("imd", content), book, Given())
    assert {row.key: row.text("decile") for row in made.rows["places"]} == {"lane": "1", "hill": "10"}
    assert [(count.name, count.rows_in, count.accepted) for count in made.receipt.sheets] == [
        ("One", 1, 1), ("Two", 2, 1)]
    assert [(finding.code, finding.sheet, finding.row) for finding in made.receipt.findings] == [
        ("SHEET-NOT-READ", "Notes", None), ("INDEX-ROW", "Two", 3)]


EARNINGS = {"year": "2025", "percentiles": [
    {"percentile": "p25", "local": 20000, "england": 21000}, {"percentile": "p50", "local": 30947, "england": 33080}]}


@pytest.mark.parametrize(("name", "content", "where", "sum_of_rows"), [
    ("earnings", EARNINGS | {"percentiles": [{"percentile": "p25", "local": None}, EARNINGS["percentiles"][1]]},
     "row 1, column percentiles[0].local: is not a number.", "2 rows in = 1 accepted + 1 refused"),
    ("deprivation", {"imdRank": 4, "imdScore": 42.41, "totalLAs": 317, "domains": ["x"]},
     "row 3, column domains[0]: is not an object with names.", "3 rows in = 2 accepted + 1 refused"),
    ("skills", SKILLS | {"qualifications": None},
     "row 1, column qualifications: is not a list.", "3 rows in = 2 accepted + 1 refused"),
    ("skills", SKILLS | {"occupations": [*SKILLS["occupations"], {"group": "Care", "local": "many", "localPct": 1}]},
     "row 5, column occupations[2].local: is not a number.", "5 rows in = 2 accepted + 3 refused"),
    ("earnings", {**EARNINGS, "percentiles": [*EARNINGS["percentiles"], EARNINGS["percentiles"][0]]},
     "row 3: 'Earnings that 25% stay below' stands in it already.", "3 rows in = 2 accepted + 1 refused"),
    ("skills", {"qualifications": []}, "no fact stands in it.", "Nothing of the file could be read"),
], ids=["null", "no-object", "no-list", "part-of-a-sum", "twice", "nothing"])
def test_what_of_a_profile_cannot_be_read_is_refused_by_its_row(book, name, content, where, sum_of_rows):
    made = profile(book, f"st-north_{name}.json", content)
    assert any(where in str(finding) and finding.mend for finding in made.receipt.errors), made.receipt.errors
    assert sum_of_rows in made.receipt.words()


def test_a_profile_in_several_lines_says_that_one_is_read(book):
    text = "\n".join(json.dumps(EARNINGS) for _ in range(3))
    made = arrive(File("st-north_earnings.json", text.encode()), book, Given())
    assert [str(finding) for finding in made.receipt.findings] == [
        "NOTE PROFILE-MORE st-north_earnings.json: 2 more documents stand in it, and are not read. Bring each profile "
        "as a file of its own."]
