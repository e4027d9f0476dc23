"""Value libraries become drafts of framework versions with their cautions; licensed ones stay out of publication."""

import io
import json
from decimal import Decimal
from pathlib import Path

import pytest
import xlsxwriter

from commonweal.basics.findings import Refused
from commonweal.exchange.agree import agree
from commonweal.exchange.doors import Given
from commonweal.exchange.files import File
from commonweal.exchange.known import known_map
from commonweal.exchange.maps.door import arrive
from commonweal.frameworks.edition import digest_of, load_edition
from commonweal.ledger.book import read_book
from commonweal.report.build import build_report
from commonweal.report.verify import verify
from tests.indicators.small import book_of, tables_from
from tests.report.publishable import without_paper

UNIT_COSTS = (
    'CRIME,NOISE,CR1.0,Noise dealt with,Police,,Per incident,500,2002/03, £648 ,A study,R,"From £100 to £1,000",\n'
    "CRIME,NOISE,CR1.0.1,Noise: a visit,Police,,Per incident,\" £320 \",2002/03, £410 ,A study,G,,\n"
    "CRIME,NOISE,CR1.0.2,Noise: a letter,Society / Economic,,Per incident,100,2002/03, £130 ,A study,A,Rough,\n"
    "CRIME,NOISE,CR1.1,Noise in court,Court,,Each,327.833333,2005/06, £400 ,A study,A,,\n"
    "CRIME,NOISE,CR1.1,Noise in court again,Court,,Each,9,2005/07, £400 ,A study,A,,\n")


@pytest.fixture
def book(tmp_path):
    return book_of(tables_from("places\nid, name, kind, parent\narea, The Area, area,\n"), tmp_path / "book")


def edition_of(book, made, id):
    agree(book.folder, made)
    edition, findings = load_edition(book.folder / "editions" / id)
    assert edition is not None, findings
    return edition


def test_unit_costs_without_headings_keep_every_caution(book):
    made = arrive(File("CRIME.csv", UNIT_COSTS.encode()), book, Given(known_map("gmca-2014")))
    assert made.receipt.words().endswith("5 rows in = 3 accepted + 2 refused + 0 blank")
    assert {(finding.row, finding.code) for finding in made.receipt.errors} == {(4, "CELL-NUMBER"), (5, "CELL-YEAR")}
    # 320 + 100 is not 500: parts are printed to the pound, so half a pound each may be lost, and not 80.
    assert [finding.message for finding in made.receipt.findings if finding.code == "VALUE-PARTS-SUM"] == [
        "its 2 parts add up to £420.00, and it says £500.00."]
    edition = edition_of(book, made, "gmca-unit-costs/2014")
    values = {value.key: value for value in edition.values}
    assert {key: (value.number("central"), value.count("price_year"), value.text("kind"), value.text("confidence"),
                  value.text("part_of")) for key, value in values.items()} == {
        "cr1.0": (500, 2002, "fiscal", "low", ""), "cr1.0.1": (320, 2002, "fiscal", "high", "cr1.0"),
        "cr1.0.2": (100, 2002, "economic", "medium", "cr1.0")}
    note = values["cr1.0"].text("note")
    assert note == "From £100 to £1,000 Graded R by the source, which prints it as £648 in later prices."
    assert not any(value.yes("redistributable") for value in edition.values)
    assert edition.notes[1].startswith("The file says which agency bears a cost")


def test_a_library_in_several_files_becomes_one_draft_and_a_published_one_never_changes(book):
    given = Given(known_map("gmca-2014"))
    agree(book.folder, arrive(File("CRIME.csv", UNIT_COSTS.splitlines()[0].encode()), book, given))
    fire = b"FIRE,-,FI1.0,A fire,Fire Service,,Per incident,3079,2008/09, 3448 ,A study,A,,\n"
    again = read_book(book.folder).book
    edition = edition_of(book, arrive(File("FIRE.csv", fire), again, given), "gmca-unit-costs/2014")
    assert {value.key for value in edition.values} == {"cr1.0", "fi1.0"}
    folder = book.folder / "editions" / "gmca-unit-costs" / "2014"
    (folder / "DIGEST").write_text(f"sha256:{digest_of(folder)}\n", encoding="utf-8")
    with pytest.raises(Refused, match="never changes"):
        arrive(File("FIRE.csv", fire), again, given)


def test_a_blank_factor_is_not_nought(book):
    heading = "Conversion factors\n" * 5 + ("ID,Scope,Level 1,Level 2,Level 3,Level 4,Column Text,UOM,GHG/Unit,"
                                            "GHG Conversion Factor 2025\n")
    rows = ("1_1,Scope 1,Fuels,Gas,Butane,,,litres,kg CO2e,1.74533\n1_2,Scope 1,Fuels,Gas,Butane,,,litres,kg CH4,\n"
            "1_3,Scope 3,Cars,Small,,,,km,kg CO2e of N2O,0\n1_4,Scope 3,Cars,Small,,,,km,kg CO2e,0.00000046\n")
    made = arrive(File("factors.csv", (heading + rows).encode()), book, Given(known_map("desnz-conversion-factors")))
    assert [(finding.row, finding.code) for finding in made.receipt.errors] == [(8, "CELL-BLANK"), (10, "CELL-NUMBER")]
    edition = edition_of(book, made, "uk-ghg-conversion-factors/2025")
    assert set(edition.indices) == {"1_1", "1_3"}
    assert edition.index("1_1") == {2025: Decimal("1745.33")}
    assert edition.index("1_3") == {2025: Decimal(0)}


def test_financial_years_are_called_by_their_first_and_forecasts_without_a_number_are_refused(book):
    text = ("Financial year,2023-24 = 100,Calendar year,2023 = 100\n2022-23,94.2175,2022,93.191\n2023-24,100,2023,100\n"
            "\"2024-25 (1), (2)\",-,\"2024 (1), (2)\",-\n")
    made = arrive(File("gdp.csv", text.encode()), book, Given(known_map("hmt-gdp-deflators").replace("= 7", "= 1")))
    assert {finding.row for finding in made.receipt.errors} == {4}
    edition = edition_of(book, made, "hmt-gdp-deflators/2024-10")
    assert edition.index("gdp-deflator-financial-year") == {2022: Decimal("94.2175"), 2023: Decimal(100)}
    assert edition.index("gdp-deflator-calendar-year") == {2022: Decimal("93.191"), 2023: Decimal(100)}


def test_a_table_of_living_wages_becomes_two_indices(book):
    made = arrive(File("rlw.csv", b"Year,UK,London\n2023,\xc2\xa312.00,13.15\n2024,12.60,13.85\n"), book,
                  Given(known_map("real-living-wage")))
    assert made.receipt.errors and "£" in made.receipt.errors[0].mend
    made = arrive(File("rlw.csv", b"Year,UK,London\n2023,12.00,13.15\n2024,12.60,13.85\n"), book,
                  Given(known_map("real-living-wage")))
    edition = edition_of(book, made, "real-living-wage/1")
    assert edition.index("real-living-wage-london") == {2023: Decimal("13.15"), 2024: Decimal("13.85")}
    # The next year's table is known by its headings, and the years before it stay.
    made = arrive(File("rlw25.csv", b"Year,UK,London\n2025,13.45,14.80\n"), read_book(book.folder).book, Given())
    edition = edition_of(book, made, "real-living-wage/1")
    assert [*edition.index("real-living-wage-london")] == [2023, 2024, 2025]


# An invented workbook of the shape in which such sets are sold; nothing in it is of a real one.
SOLD_MAP = """\
title = "A licensed set of proxies"

[read]
sheet = "Measures"
heading = 3

[version]
framework = { words = "sold-set" }
version = "2024"
title = "A licensed set"
publisher = "A seller (invented)"
published = 2024-04-01
licence = "Licensed to one user"
redistributable = false
valid_from = 2023-04-01
price_year = 2024

[[version.sources]]
id = "sold"
title = "The workbook"
publisher = "A seller (invented)"
date = "2024"
licence = "Licensed to one user"

[into.measures]
id = { from = "Ref", make = "id" }
title = "Measure"
theme = "Theme"
outcome = "Outcome"
pillar = { words = "social" }
unit = { from = "Units", values = { "no. hours" = "hour", "no. people FTE" = "person" } }
counting = { words = "flow" }
people = { words = "none" }
who_counts = { from = "Guidance", if_blank = "Not said" }
evidence_rule = "Evidence"

[into.values]
needs = "Proxy Value"
id = { from = "Ref", make = "id" }
measure = { from = "Ref", make = "id" }
kind = { words = "social" }
unit = { from = "Units", values = { "no. hours" = "hour", "no. people FTE" = "person" } }
central = "Proxy Value"
price_year = { words = "2024" }
valid_from = { words = "2023-04-01" }
source = { words = "sold, sheet {sheet}, row {row}" }
licence = { words = "Licensed to one user" }
redistributable = { words = "no" }
is_not = { words = "Money of anybody" }
"""
PROXY = "77.31"


def sold() -> File:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as workbook:
        page = workbook.add_worksheet("Measures")
        page.write(0, 0, "A licensed set")
        page.write_row(2, 0, ["Theme", "Outcome", "Ref", "Measure", "Units", "Proxy Value", "Guidance", "Evidence"])
        page.write_row(3, 0, ["Jobs", "More jobs", "XT1", "Local people employed", "no. people FTE"])
        page.write_row(4, 0, ["Social", "More help", "XT29", "Hours given", "no. hours", f"£{PROXY}", "Staff", "Log"])
        workbook.add_worksheet("Read me").write(0, 0, "Not to be passed on")
    return File("set.xlsx", out.getvalue())


def test_a_licensed_workbook_is_used_and_kept_out_of_everything_published(tmp_path: Path, monkeypatch):
    without_paper(monkeypatch)
    deliveries = "deliveries\nid, activity, measure, quantity, state\na, road, hours, 13, submitted\n"
    book = book_of(tables_from(deliveries), tmp_path / "book")
    (book.folder / "editions/tiny/1/crosswalk.csv").write_text(
        "measure,other_framework,other_measure,relation,note\nhours,sold-set,xt29,same,An hour is an hour\n", "utf-8")
    made = arrive(sold(), read_book(book.folder).book, Given(SOLD_MAP))
    assert made.receipt.words().splitlines()[-1].endswith("2 rows in = 2 accepted + 0 refused + 0 blank")
    edition = edition_of(book, made, "sold-set/2024")
    # The measure without a value is a measure still.
    assert set(edition.measures) == {"xt1", "xt29"} and [value.key for value in edition.values] == ["xt29"]
    build_report(book.folder, tmp_path / "report")
    worth = str(Decimal(PROXY) * 13)
    for path in (tmp_path / "report").rglob("*"):
        if path.is_file() and path.suffix in (".html", ".csv", ".json", ".toml"):
            text = path.read_text(encoding="utf-8")
            assert PROXY not in text and worth not in text and f"{Decimal(worth):,}" not in text, path
    described = json.loads((tmp_path / "report/data/datapackage.json").read_text(encoding="utf-8"))
    used = {framework["id"]: framework["in_this_package"] for framework in described["frameworks"]}
    assert used == {"tiny/1": True, "sold-set/2024": False}
    assert not (tmp_path / "report/data/editions/sold-set").exists()
    assert verify(tmp_path / "report").by_licence > 0
    assert verify(tmp_path / "report", editions=[book.folder / "editions/sold-set/2024"]).sound
