"""A body's own colours and fonts: refused where words could not be read, and the same on the web and on paper."""

import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from commonweal.basics.findings import Finding
from commonweal.ledger.theme import COLOURS, PALE, TINT, WARM, WHITE, Theme, contrast, read_theme
from commonweal.report.document import Report
from commonweal.report.html import write_html
from commonweal.report.pdf import document_data, write_pdf
from commonweal.report.theme import colours, style_sheet
from tests.report.documents import document
from tests.report.pdf_structure import structure

GREEN = {"brand": "#00563f", "banner": "#5b1a18", "accent": "#2f8f5b", "highlight": "#c4501b"}


def _themed(theme: Theme) -> Report:
    """The source report's document, as if its body had set a theme."""
    report = document("lcr-2023")
    book = report.year.book
    book = replace(book, settings=replace(book.settings, theme=theme))
    snapshot = replace(report.year.snapshot, book=book)
    return replace(report, year=replace(report.year, snapshot=snapshot))


def _read(said: Mapping[str, str]) -> tuple[Theme, list[Finding]]:
    findings: list[Finding] = []
    return read_theme(said, "book.toml", findings), findings


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    # From the definition in WCAG 2.2, worked by hand: black is 0.05 above nothing, white 1.05, pure red 0.2626.
    [("#000000", "#ffffff", 21.0), ("#ff0000", "#ffffff", 1.05 / 0.2626), ("#ffffff", "#ffffff", 1.0),
     ("#00ff00", "#000000", 0.7652 / 0.05)],
)
def test_the_contrast_of_two_colours_is_that_of_the_guidelines_either_way_round(one: str, other: str, ratio: float):
    assert contrast(one, other) == contrast(other, one) == pytest.approx(ratio)


@pytest.mark.parametrize(
    ("name", "colour", "code"),
    [
        ("brand", "#00563f", ""),
        ("brand", "#00563F", ""),
        # 4.54 on white, but the pale words of the cover could not be read on it.
        ("brand", "#767676", "THEME-CONTRAST"),
        ("banner", "#767676", ""),
        ("banner", "#777777", "THEME-CONTRAST"),
        ("accent", "#949494", ""),
        ("accent", "#959595", "THEME-CONTRAST"),
        ("brand", "#123", "THEME-COLOUR"),
        ("brand", "rgb(0,0,0)", "THEME-COLOUR"),
        ("highlight", "#12436d ", "THEME-COLOUR"),
        ("font", "Georgia, 'Times New Roman', serif", ""),
        ("font", "Georgia; color: red", "THEME-FONT"),
        ("font", "url(https://fonts.example/a)", "THEME-FONT"),
        ("font", "'Georgia", "THEME-FONT"),
    ],
)
def test_what_could_not_be_read_is_refused_with_what_it_needs(name: str, colour: str, code: str):
    findings = _read({name: colour})[1]
    assert [finding.code for finding in findings] == ([code] if code else [])
    for finding in findings:
        assert finding.column == name and finding.file == "book.toml" and finding.mend
    if code == "THEME-CONTRAST":
        assert re.search(r"a contrast of \d\.\d\d to .* it needs (4\.5|3)\.", findings[0].message)


def test_the_houses_own_colours_pass_the_same_rules_and_are_those_that_the_rules_know():
    style = style_sheet(Theme())
    house = colours(style)
    own = {"brand": house["brand"], "banner": house["plum"], "accent": house["turquoise"], "highlight": house["orange"]}
    assert {*own} == {*COLOURS} and _read(own)[1] == []
    assert (house["ground"], house["tint"], house["warm"]) == (WHITE, TINT, WARM) and PALE in style


def test_the_web_pages_and_the_paper_have_the_same_colours(tmp_path: Path):
    theme, findings = _read({**GREEN, "font": "Georgia, serif"})
    assert findings == []
    report = _themed(theme)
    write_html(report, tmp_path)
    style = (tmp_path / "assets/style.css").read_text(encoding="utf-8")
    # The last word on a variable holds.
    last = dict(re.findall(r"--([a-z]+): ([^;]+);", style))
    assert [last[name] for name in ("brand", "plum", "turquoise", "orange", "font")] == [
        *GREEN.values(), "Georgia, serif"
    ]
    data = document_data(report)
    assert {name: data["colours"][name] for name in ("brand", "plum", "turquoise", "orange")} == {
        name: last[name] for name in ("brand", "plum", "turquoise", "orange")
    }
    assert "#12436d" not in data["mark"] and last["lighter"] in data["mark"]
    write_pdf(report, tmp_path / "report.pdf")
    assert [*structure(tmp_path / "report.pdf").all("/H1")]


def test_a_report_without_a_theme_has_the_houses_style_and_nothing_else():
    assert style_sheet(Theme()) == style_sheet(document("northmere").year.book.settings.theme)
    assert style_sheet(Theme()).count(":root") == 1 and style_sheet(Theme(GREEN)).count(":root") == 2
