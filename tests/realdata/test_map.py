"""A map of the six councils with published boundaries, shaded by the published index of deprivation of 2025."""

import csv
import json
import re
import shutil
from collections import Counter
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from commonweal.indicators.frozen import figures_of
from commonweal.ledger.checked import check_book
from commonweal.report.blocks import Chart
from commonweal.report.build import declared_gaps
from commonweal.report.charts.draw import draw_areas
from commonweal.report.charts.ink import SHADES
from commonweal.report.document import Report, make_report
from commonweal.snapshot.store import frozen
from commonweal.valuation.engines import valued_rows
from tests.report.documents import every

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT.parent / "shared" / "data"
GEOGRAPHY = DATA / "geography"
INDEX = DATA / "deprivation" / "imd2025_england_lsoa21.csv"
COUNCILS = {
    "E06000006": "halton", "E08000011": "knowsley", "E08000012": "liverpool",
    "E08000013": "st-helens", "E08000014": "sefton", "E08000015": "wirral",
}
HEAVIEST = 250_000


@pytest.fixture(autouse=True)
def _data_is_there():
    if not (GEOGRAPHY.is_dir() and INDEX.is_file()):
        pytest.skip("the open data folder is not beside the checkout: geography and deprivation are absent")


@cache
def features(of: str) -> list[dict[str, Any]]:
    """The published outlines of wards or LSOAs of the six councils."""
    files = [GEOGRAPHY / f"boundaries_{of}" / f"{code}.geojson" for code in COUNCILS]
    return [feature for file in files for feature in json.loads(file.read_text(encoding="utf-8"))["features"]]


@cache
def most_deprived() -> dict[str, tuple[int, int]]:
    """For each council: its LSOAs in the most deprived tenth of England, and all its LSOAs."""
    with INDEX.open(encoding="utf-8", newline="") as file:
        decile = {row["lsoa21_code"]: row["IMD_decile"] for row in csv.DictReader(file)}
    council = {feature["properties"]["LSOA21CD"]: feature["properties"]["LADCD_ACTIVE"] for feature in features("lsoa")}
    all_of = Counter(council.values())
    first = Counter(code for lsoa, code in council.items() if decile[lsoa] == "1")
    return {code: (first[code], all_of[code]) for code in COUNCILS}


def percent(code: str) -> Decimal:
    part, whole = most_deprived()[code]
    return (Decimal(part) * 100 / whole).quantize(Decimal("0.1"), ROUND_HALF_UP)


@cache
def report_with(of: str, work: Path) -> Report:
    """A copy of the source report's book that has the boundaries and the index, as a document."""
    folder = work / of
    shutil.copytree(ROOT / "examples" / "lcr-2023", folder)
    text = (folder / "book.toml").read_text(encoding="utf-8")
    maps = '\n[maps]\nbeside = "deprivation"\nboundaries = "areas.geojson"\ncode = "LADCD_ACTIVE"\n'
    (folder / "book.toml").write_text(text + maps, encoding="utf-8")
    (folder / "areas.geojson").write_text(
        json.dumps({"type": "FeatureCollection", "features": features(of)}), encoding="utf-8")
    with (folder / "context.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for code, place in COUNCILS.items():
        part, whole = most_deprived()[code]
        rows.append(dict.fromkeys(rows[0], "") | {
            "id": f"deprivation-{place}", "title": "Neighbourhoods in the most deprived tenth of England",
            "value": str(percent(code)), "unit": "%", "as_printed": f"{part} of {whole}", "numerator": str(part),
            "denominator": str(whole), "definition": "Index of multiple deprivation, decile 1", "date": "2025-10-30",
            "place": place, "series": "deprivation", "source": "MHCLG, English indices of deprivation 2025, OGL v3"})
    with (folder / "context.csv").open("w", encoding="utf-8", newline="") as file:
        columns = [*rows[0], *(["series"] if "series" not in rows[0] else [])]
        writer = csv.DictWriter(file, columns, restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    checked = check_book(folder)
    with frozen(checked.book, checked.book.settings.period.span.end) as snapshot:
        facts, figures = figures_of(snapshot)
        return make_report(snapshot, facts, figures, valued_rows(snapshot), declared_gaps(checked), "1")


def maps(of: str, work: Path) -> list[Chart]:
    """The maps of that document: one, or none where it could not be drawn."""
    return [block for block in every(report_with(of, work).parts)
            if isinstance(block, Chart) and block.id == "map-of-places"]


def chart(of: str, work: Path) -> Chart:
    """Its one map."""
    [drawn] = maps(of, work)
    return drawn


@pytest.fixture(scope="module")
def work(tmp_path_factory):
    return tmp_path_factory.mktemp("maps")


def paths(svg: str) -> Counter[str]:
    """How many outlines have which shade. The squares of the legend are outlined too, and are not counted."""
    return Counter(re.findall(r'<path d="M[^"]{40,}"[^>]* fill="var\(--([a-z]+)\)"', svg))


@pytest.mark.parametrize("of", ["ward", "lsoa"])
def test_every_published_outline_is_on_the_map_in_the_shade_of_its_council(of, work):
    svg = chart(of, work).svg
    assert len(svg) <= HEAVIEST
    step = next(width for width in map(Decimal, (10, 15, 20, 25)) if width * 4 >= max(map(percent, COUNCILS)))
    expected: Counter[str] = Counter()
    for feature in features(of):
        value = percent(feature["properties"]["LADCD_ACTIVE"])
        expected[SHADES[next(place for place in range(4) if value <= step * (place + 1))]] += 1
    assert paths(svg) == expected


def test_each_councils_number_stands_on_the_map_as_text_and_in_the_table(work):
    drawn = chart("ward", work)
    numbers = {code: f"{percent(code).normalize():f}%" for code in COUNCILS}
    for row in drawn.table.rows:
        name, text = (cell[0] if isinstance(cell[0], str) else cell[0].text for cell in row[:2])
        code = next(code for code, place in COUNCILS.items() if place == name.lower().replace(" ", "-"))
        assert text == numbers[code]
        assert f">{name}<" in drawn.svg and f">{text}<" in drawn.svg
    top = max(COUNCILS, key=percent)
    assert numbers[top] in drawn.title and numbers[top] in drawn.text


def test_the_map_is_the_same_each_time(work, tmp_path):
    assert chart("ward", work).svg == chart("ward", tmp_path).svg


def test_a_map_of_too_much_detail_is_left_out_and_says_what_to_do(work, monkeypatch):
    monkeypatch.setattr("commonweal.report.charts.areas._HEAVIEST", 10_000)
    [why] = report_with("ward", work / "refused").year.left_out
    assert "generalised" in why and maps("ward", work / "refused") == []


def test_boundaries_on_the_national_grid_keep_their_shape():
    """A square kilometre of the British National Grid is a square on the map, its north side above its south side."""
    square = [[[[330000.0, 390000.0], [331000.0, 390000.0], [331000.0, 391000.0], [330000.0, 391000.0],
                [330000.0, 390000.0]]]]
    feature = {"type": "Feature", "properties": {"ink": "#000001"},
               "geometry": {"type": "MultiPolygon", "coordinates": square}}
    drawn = draw_areas([feature], [], [("pale", "all")], 1.0, HEAVIEST)
    path = re.search(r'd="(M[^"]+)"[^>]*fill="var\(--brand\)"', drawn)
    assert path
    numbers = [float(number) for number in re.findall(r"-?[\d.]+", path[1])]
    xs, ys = numbers[0::2][:4], numbers[1::2][:4]
    assert max(xs) - min(xs) == pytest.approx(max(ys) - min(ys)) == pytest.approx(720)
    assert ys[0] > ys[2]
