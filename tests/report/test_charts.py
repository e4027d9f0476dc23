"""The charts of both examples: what is drawn, in which style, with which table, in each form of the report."""

import csv
import io
import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import altair
import pytest

from commonweal.frameworks.edition import digest_of
from commonweal.indicators.figure import Figure
from commonweal.indicators.frozen import figures_of
from commonweal.ledger.checked import check_book
from commonweal.report.blocks import Chart, Inlines
from commonweal.report.build import declared_gaps
from commonweal.report.charts import draw, lines, vega
from commonweal.report.charts.classes import Classes
from commonweal.report.charts.draw import Mark, Panel, draw_bars, draw_ranges
from commonweal.report.charts.grid import Grid, number_in, text_cell
from commonweal.report.charts.ink import NAMES, SERIES, SHADES, NotDrawn, series_inks
from commonweal.report.charts.lines import draw_lines
from commonweal.report.charts.making import bars, chart
from commonweal.report.charts.places import of_place, where_it_landed
from commonweal.report.charts.svg import small_svg
from commonweal.report.document import Report, make_report
from commonweal.report.html import drawing
from commonweal.report.year import Year
from commonweal.snapshot.store import frozen
from commonweal.valuation.engines import valued_rows
from tests.house.repository import ROOT, SOURCE
from tests.report.documents import BOOKS, document, every

STYLE = (SOURCE / "report" / "style.css").read_text(encoding="utf-8")
EXPECTED = {
    "northmere": ["promises-by-contract-age", "promises-by-role", "pounds-with-ranges", "headline-changes",
                  "map-of-places", "places-side-by-side"],
    # Nothing was due, nothing done has a £, there is no year before, and nothing is said of who lives where.
    "lcr-2023": ["map-of-places"],
}
HEAVIEST = 15_000


@cache
def charts(book: str) -> dict[str, Chart]:
    return {block.id: block for block in every(document(book).parts) if isinstance(block, Chart)}


def year(book: str = "northmere") -> Year:
    return document(book).year


def words(parts: Inlines) -> str:
    return "".join(part if isinstance(part, str) else part.text for part in parts)


def drawn_texts(svg: str) -> list[str]:
    return ["".join(node.itertext()) for node in ElementTree.fromstring(svg).iter("text")]


ALL = [(book, name) for book in BOOKS for name in EXPECTED[book]]


@pytest.fixture(params=ALL, ids=lambda pair: f"{pair[0]}, {pair[1]}")
def one(request: pytest.FixtureRequest) -> Chart:
    book, name = request.param
    return charts(book)[name]


@pytest.mark.parametrize("book", BOOKS)
def test_each_example_has_the_charts_that_its_records_can_fill_and_no_other(book):
    assert list(charts(book)) == EXPECTED[book] and year(book).left_out == []


# --- style ------------------------------------------------------------------------------------------------------------


def test_a_chart_is_light_asks_for_nothing_and_has_only_colours_of_the_style(one):
    assert len(one.svg) <= HEAVIEST
    assert not re.search(r"#|url\(|https?:|href|<script|<image|<style|style=|&#", one.svg)
    painted = set(re.findall(r'(?:fill|stroke)="([^"]+)"', one.svg)) - {"none"}
    used = {name for name in NAMES if f"var(--{name})" in painted}
    assert painted == {f"var(--{name})" for name in used}
    assert all(f"--{name}: #" in STYLE for name in used)
    assert len(used & {*SERIES, "grey"}) <= 4 and len(used & set(SHADES)) <= 4


def test_letters_are_level_and_12_px_or_more(one):
    sizes = re.findall(r'font-size="([\d.]+)', one.svg)
    assert sizes and all(float(size) >= 12 for size in sizes)
    assert "rotate" not in one.svg


def test_words_on_a_shade_have_a_contrast_of_four_and_a_half_to_one():
    colours = dict(re.findall(r"--([a-z]+): (#[0-9a-f]{6});", STYLE))

    def light(name: str) -> float:
        parts = [int(colours[name][place : place + 2], 16) / 255 for place in (1, 3, 5)]
        red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    for shade in SHADES:
        one, other = sorted((light(shade), light(draw.on_shade(shade))))
        assert (other + 0.05) / (one + 0.05) >= 4.5, shade


def test_the_colours_come_in_the_order_of_the_analysis_function():
    colours = dict(re.findall(r"--([a-z]+): (#[0-9a-f]{6});", STYLE))
    assert [colours[name] for name in (*SERIES, "grey")] == ["#12436d", "#28a197", "#801650", "#f46a25", "#3d3d3d"]
    assert series_inks("ab") == ("brand", "turquoise")


def test_a_fifth_series_is_refused():
    figures = [year().by_id["progress.promises.made.employer"]] * 2
    with pytest.raises(NotDrawn, match="at most 4 series, and 5 were asked for"):
        bars(year(), "five", subtitle="s", things="roles", first="Role", rows=["a", "b"],
             columns={str(number): figures for number in range(5)})


@pytest.mark.parametrize("colour", ["#ff0000", "red", "rgb(1,2,3)"])
def test_a_colour_of_nobodys_choosing_is_refused(colour):
    with pytest.raises(NotDrawn, match="none of the style's"):
        small_svg(f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><rect width="9" fill="{colour}"/></svg>')


@pytest.mark.parametrize("inside", ['<image href="x"/>', "<script/>", "<a><text>x</text></a>"])
def test_a_drawing_that_is_more_than_lines_and_words_is_refused(inside):
    with pytest.raises(NotDrawn):
        small_svg(f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">{inside}</svg>')


def test_what_altair_is_told_is_sound_by_its_own_rules_and_has_one_axis_at_most(monkeypatch):
    told: list[dict[str, Any]] = []
    plain = vega.described
    for remembered in (draw._bars, lines._lines):
        remembered.cache_clear()
    monkeypatch.setattr(vega, "described", lambda of: told.append(plain(of)) or told[-1])
    marks = (Mark(3.0, "3", 1.0, 4.0), Mark(1.0, "1"))
    draw_bars(("a", "b"), [Panel("x", "brand", marks), Panel("y", "plum", marks)], one_scale=True)
    draw_ranges(("a", "b"), marks, "£")
    draw_lines(("a", "b"), [Panel("x", "brand", marks), Panel("y", "plum", marks)], "£")
    where_it_landed(year())
    assert len(told) == 5
    for one in told:
        altair.Chart.from_dict(one, validate=True)
        assert sum(1 for axis in _found(one, "axis") if axis and axis.get("title")) <= 1
        assert not {"arc", "pie"} & {mark["type"] for mark in _found(one, "mark")}
        assert not list(_found(one, "resolve"))


def _found(of: Any, key: str) -> Iterator[Any]:
    inner = of.values() if isinstance(of, dict) else of if isinstance(of, list) else ()
    if isinstance(of, dict) and key in of and not isinstance(of[key], str):
        yield of[key]
    for value in inner:
        yield from _found(value, key)


# --- numbers ----------------------------------------------------------------------------------------------------------


# How many of a table's columns of numbers the drawing has as text: of a range the middle, of a change the percentage.
SHOWN = {"pounds-with-ranges": slice(1, 2), "headline-changes": slice(3, 4)}


def test_every_number_of_the_drawing_is_text_and_stands_in_the_table(one):
    cells = [words(cell) for row in one.table.rows for cell in row[SHOWN.get(one.id, slice(1, None))]]
    texts = "\n".join(drawn_texts(one.svg))
    assert cells and all(cell in texts for cell in cells)
    names = [words(row[0]) for row in one.table.rows]
    bare = texts.replace("\n", " ")
    assert all(word in bare for name in names for word in name.split())


def test_the_length_of_a_bar_is_its_number():
    """111 promises are 7.4 times as many as 15, and so is the bar's length; the same over all four panels."""
    svg = charts("northmere")["promises-by-role"].svg
    lengths = [float(length) for length in re.findall(r'<path d="M0,[\d.]+h([\d.]+)v', svg)]
    numbers = [number_in(words(cell)) for place in range(1, 5)
               for row in charts("northmere")["promises-by-role"].table.rows for cell in [row[place]]]
    assert len(lengths) == len(numbers) == 20
    scale = lengths[3] / 111
    assert [pytest.approx(float(number or 0) * scale, abs=0.06) for number in numbers] == lengths


def test_a_chart_that_says_what_its_table_does_not_is_refused():
    grid = Grid("roles", ("a", "b"), ("Promised",), ((text_cell("1", Decimal(1)),), (text_cell("2", Decimal(2)),)))
    with pytest.raises(NotDrawn, match="does not bear out: Of 2 roles, a is highest"):
        chart("wrong", grid, "<svg/>", title="“Promised” is highest for b: 2", subtitle="s", first="Role",
              sentences=["Of 2 roles, a is highest for “Promised”: 2."])


@pytest.mark.parametrize("values", [(0, 0, 0), (5, 0, 0), (5,)])
def test_nothing_to_show_and_a_lone_bar_are_not_drawn(values):
    made = year().by_id["progress.promises.made.employer"]
    figures = [_with(made, value) for value in values]
    assert bars(year(), "none", subtitle="s", things="roles", first="Role", rows=list("abc")[: len(values)],
                columns={"Promised": figures}) is None


def test_what_is_withheld_has_its_mark_and_no_bar():
    made = year().by_id["progress.promises.made.employer"]
    hidden = next(figure for figure in year().figures if figure.suppressed)
    drawn = bars(year(), "hidden", subtitle="s", things="roles", first="Role", rows=["a", "b", "c"],
                 columns={"Promised": [_with(made, 4), _with(made, 9), hidden]})
    assert drawn is not None
    assert drawn_texts(drawn.svg)[-3:] == ["4", "9", "[c]"]
    assert drawn.svg.count("<path") == 2
    assert drawn.text.endswith("There is no number under “Promised” for c.")


def _with(figure: Figure, value: int) -> Figure:
    return replace(figure, value=Decimal(value))


def test_the_same_chart_has_the_same_bytes():
    marks = (Mark(3.0, "3"), Mark(1.5, "1.5"))
    assert draw_bars(("a", "b"), [Panel("", "brand", marks)], one_scale=True) == draw_bars(
        ("a", "b"), [Panel("", "brand", marks)], one_scale=True)
    assert [one.svg for one in where_it_landed(year())] == [
        charts("northmere")[name].svg for name in ("map-of-places", "places-side-by-side")]


def test_hostile_words_stay_words():
    marks = (Mark(3.0, "<b>3</b>"), Mark(1.0, '1"&'))
    svg = draw_bars(("</svg><script>x</script>", "b"), [Panel("", "brand", marks)], one_scale=True)
    assert "<script" not in svg and "<b>" not in svg
    assert "<b>3</b>" in drawn_texts(svg)


# --- over time --------------------------------------------------------------------------------------------------------


def over_time(*series: tuple[float | None, ...], unit: str = "hour") -> str:
    panels = [Panel(name, ink, tuple(Mark(value, "" if value is None else f"{value:g}") for value in values))
              for name, ink, values in zip(("Promised", "Reported", "Checked"), SERIES, series, strict=False)]
    return draw_lines(["first", "second", "third", "fourth"][: len(series[0])], panels, unit)


def test_the_height_of_a_line_is_its_number_and_nought_is_on_the_axis():
    """The highest is 30: four steps of 8 reach it. The axis is 220 deep, so that 30 lies 206.25 above nought."""
    svg = over_time((30.0, 15.0, 0.0))
    line = re.findall(r'<path d="(M[^A]*?)"[^>]*fill="none"', svg)[0]
    heights = [220 - float(y) for y in re.findall(r"[ML][\d.]+,([\d.]+)", line)]
    assert heights == [pytest.approx(206.25, abs=0.1), pytest.approx(103.1, abs=0.1), 0]
    assert [text for text in drawn_texts(svg) if text.isdigit()] == ["0", "8", "16", "24", "32"]


def test_lines_that_lie_on_each_other_are_told_apart_by_marks_and_dashes_and_their_names_by_place():
    svg = over_time((4.0, 4.0), (4.0, 4.0), (4.0, 4.0))
    found = re.findall(r'<path d="([^"]*)"[^>]*fill="(var[^"]*)"', svg)
    marks = {ink: {shape for shape, one in found if one == ink} for _, ink in found}
    assert len(marks) == 3 and len(set.union(*marks.values())) == 3
    assert svg.count("stroke-dasharray") == 1
    names = {text: float(y) for y, text in re.findall(
        r'<text transform="translate\([\d.]+,([\d.]+)\)"[^>]*>([A-Z][a-z]+: 4)<', svg)}
    assert list(names) == ["Promised: 4", "Reported: 4", "Checked: 4"]
    assert all(after - before >= 17 for before, after in pairwise(names.values()))


def test_a_line_has_a_gap_where_there_is_no_number_and_goes_below_nought_where_one_is():
    assert over_time((3.0, None, 5.0)).count("M4.2,0A") == 3
    assert {"-£1,600", "-£800", "£0", "£3,200"} <= {*drawn_texts(over_time((3000.0, -900.5, 5.0), unit="£"))}
    assert drawn_texts(over_time((0.0, 0.0)))[:2] == ["first", "second"]


def test_a_line_encloses_nothing_that_is_filled():
    assert all('fill="none"' in line for line in re.findall(r"<path[^>]*stroke=[^>]*>", over_time((1.0, 9.0, 2.0))))


# --- maps -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("book", BOOKS)
def test_the_tiles_lie_as_places_csv_lays_them_out(book):
    svg = charts(book)["map-of-places"].svg
    councils = [row for row in year(book).book.rows("places") if row.text("kind") == "council"]
    places = {text: (float(x), float(y)) for x, y, text in re.findall(
        r'<text transform="translate\(([\d.]+),([\d.]+)\)"[^>]*font-weight="bold"[^>]*>([^<]+)<', svg)}
    assert {row.text("name") for row in councils} == set(places)
    for axis, column in enumerate(("tile_column", "tile_row")):
        steps = {row.count(column): places[row.text("name")][axis] for row in councils}
        assert all(places[row.text("name")][axis] == steps[row.count(column)] for row in councils)
        assert sorted(steps, key=lambda at: at or 0) == sorted(steps, key=lambda at: steps[at])


def test_a_council_has_the_sum_of_its_own_places_only():
    """Brackmoor: 240,426.18 in the district at large, 1,570,360.32 in Brackmoor North, nothing in Old Pits."""
    rows = {words(row[0]): [words(cell) for cell in row[1:]] for row in charts("northmere")["map-of-places"].table.rows}
    assert rows["Brackmoor"][:2] == ["38%", "£1,810,786.50"]
    assert rows["Wendlemere"][:2] == ["9%", "£284,606.72"]


def test_the_source_reports_map_counts_only_what_it_says_of_each_council():
    """The hubs name each of the six once. Kirkby, in Knowsley, has six more lines, Birkenhead in Wirral one."""
    shown = charts("lcr-2023")["map-of-places"]
    assert {words(row[0]): words(row[1]) for row in shown.table.rows} == {
        "Halton": "1 line", "Knowsley": "7 lines", "Liverpool": "1 line", "Sefton": "1 line", "St Helens": "1 line",
        "Wirral": "2 lines"}
    assert "£" not in shown.svg + shown.text
    assert "not stated" in words(shown.note)


def test_a_number_of_the_whole_body_or_of_another_place_is_refused_on_a_councils_tile():
    whole = next(figure for figure in year().of_body("value") if figure.kind == "spend")
    of_all = next(figure for figure in year().figures if figure.id == "context.residents")
    brackmoor = next(
        figure for figure in year().having("rule", "quantity")
        if "place" in figure.selection and figure.place == "brackmoor")
    assert of_place(year(), "brackmoor", brackmoor) is brackmoor
    for figure in (whole, of_all, brackmoor):
        with pytest.raises(NotDrawn, match="is not of Eskerby"):
            of_place(year(), "eskerby", figure)


def changed_northmere(folder: Path, file: str, change: Callable[[dict[str, str]], None]) -> Report:
    """The invented book with rows of a table changed, as a document."""
    book = folder / "northmere"
    shutil.copytree(ROOT / "examples" / "northmere", book)
    for path in book.glob(file):
        before = path.read_text(encoding="utf-8")
        rows = [*csv.DictReader(io.StringIO(before))]
        for row in rows:
            change(row)
        with path.open("w", encoding="utf-8", newline="") as out:
            writer = csv.DictWriter(out, rows[0], lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
    for edition in book.glob("editions/*/*"):
        if (edition / "DIGEST").is_file():
            (edition / "DIGEST").write_text(f"sha256:{digest_of(edition)}\n", encoding="utf-8")
    checked = check_book(book)
    with frozen(checked.book, checked.book.settings.period.span.end) as snapshot:
        facts, figures = figures_of(snapshot)
        report = make_report(snapshot, facts, figures, valued_rows(snapshot), declared_gaps(checked), "1")
        report.year.make_ready()
        return report


def drawn_in(report: Report) -> dict[str, Chart]:
    return {block.id: block for block in every(report.parts) if isinstance(block, Chart)}


def test_two_councils_of_one_name_are_told_apart(tmp_path):
    def alike(row: dict[str, str]) -> None:
        row["name"] = "Kelderby" if row["id"] == "hallowick" else row["name"]

    report = changed_northmere(tmp_path, "places.csv", alike)
    names = [words(row[0]) for row in drawn_in(report)["map-of-places"].table.rows]
    assert {"Kelderby", "Kelderby (2)"} < set(names) and len(set(names)) == len(names)
    assert list(drawn_in(report)) == EXPECTED["northmere"] and report.year.left_out == []


def test_two_measures_of_one_title_are_told_apart(tmp_path):
    first, second = (words(row[0]) for row in charts("northmere")["headline-changes"].table.rows[:2])

    def alike(row: dict[str, str]) -> None:
        row["title"] = second if row["title"] == first else row["title"]

    report = changed_northmere(tmp_path, "editions/northmere-framework/*/measures.csv", alike)
    names = [words(row[0]) for row in drawn_in(report)["headline-changes"].table.rows]
    assert {second, f"{second} (2)"} < set(names) and len(set(names)) == len(names)
    assert report.year.left_out == []


def test_where_a_source_says_nothing_of_the_people_the_map_is_of_what_else_is_known(tmp_path):
    def blank(row: dict[str, str]) -> None:
        if row["series"] == "deprivation":
            row.update(value="", as_printed="not given", numerator="", denominator="")

    report = changed_northmere(tmp_path, "context.csv", blank)
    shown = drawn_in(report)["map-of-places"]
    assert report.year.left_out == [] and "well-off" in words(shown.note)
    assert all("least well-off" not in column.title for column in shown.table.columns)
    assert any(words(row[1]).startswith("£") for row in shown.table.rows)


def test_what_a_council_spends_itself_is_never_shown_as_the_bodys(tmp_path):
    """The footpaths bought by Brackmoor's council instead: its money, and all in sums with it, is on no tile."""
    def bought_by_the_council(row: dict[str, str]) -> None:
        if (row["activity"], row["organisation"], row["part"]) == ("footpaths", "nca", "buyer"):
            row["organisation"] = "brackmoor-council"

    report = changed_northmere(tmp_path, "parties.csv", bought_by_the_council)
    facts = report.year.facts
    (shown, *_) = where_it_landed(report.year)
    money = {words(row[0]): words(row[2]) for row in shown.table.rows}
    own = {words(row[0]): words(row[2]) for row in charts("northmere")["map-of-places"].table.rows}
    lines = [line for line in report.year.snapshot.lines if line.text("activity") == "footpaths"]
    touched = {year().place(facts.council_of(line.text("place"))) for line in lines if "spend" in line.text("measure")}
    assert "Brackmoor" in touched and all(own[name].startswith("£") for name in touched & set(own))
    assert {name for name, text in money.items() if not text.startswith("£")} >= touched & set(own)
    assert {name: money[name] for name in set(own) - touched} == {name: own[name] for name in set(own) - touched}


def test_classes_are_round_steps_from_nought():
    """The largest is 44: four steps of 15 reach it, four of 10 do not. 9 and 14 are in the first, 31 in the third."""
    cells = [text_cell(str(number), Decimal(number)) for number in (14, 31, 44, 27, 38, 9)]
    classes = Classes.of([*cells, text_cell("not stated")], "%")
    assert [classes.shade(cell) for cell in cells] == ["pale", "mid", "mid", "light", "mid", "pale"]
    assert classes.legend == [
        ("pale", "up to 15%"), ("light", "over 15% to 30%"), ("mid", "over 30% to 45%"),
        ("", "not stated, or nothing on record")]


@pytest.mark.parametrize(
    ("most", "step"), [("0", "1"), ("1", "0.25"), ("7", "2"), ("8", "2"), ("8.01", "2.5"), ("1810786.50", "500000")])
def test_the_width_of_a_class(most, step):
    assert Classes.of([text_cell(most, Decimal(most))], "").step == Decimal(step)


# --- printed ----------------------------------------------------------------------------------------------------------


def test_the_picture_is_called_by_its_headline_and_told_by_its_words(one):
    printed = drawing(one)
    assert printed.startswith(f'<svg role="img" aria-labelledby="{one.id}-title" aria-describedby="{one.id}-text" ')
    assert one.title and one.subtitle and one.text and one.table.rows and one.source
