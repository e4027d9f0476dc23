"""Axe finds nothing on any sort of page, in a wide window, a narrow one and in forced colours; and it would."""

import pytest

from tests.journeys.looking import axe, broken_copy, chosen, few

pytestmark = pytest.mark.journeys


@pytest.mark.parametrize("width", [1280, 320])
def test_axe_finds_nothing(report, open_page, width):
    page = open_page(report / "index.html", width=width)
    found = {}
    for path in chosen(report):
        page.goto(path.as_uri())
        found[path.name] = axe(page)
    assert {name: faults for name, faults in found.items() if faults} == {}


def test_axe_finds_nothing_in_forced_colours(report, open_page):
    """Contrast is looked at elsewhere: axe is told the colours of the style sheet, not those that are drawn."""
    page = open_page(report / "index.html", forced_colors="active", color_scheme="dark")
    found = {}
    for path in few(report):
        page.goto(path.as_uri())
        found[path.name] = axe(page, leave_out=["color-contrast"])
    assert {name: faults for name, faults in found.items() if faults} == {}


PLANTED = {
    "image-alt": ("</h1>", '</h1><img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=">'),
    "label": ("</h1>", '</h1><input type="text">'),
    "color-contrast": ("</h1>", '</h1><p style="color:#aaa">Pale words</p>'),
    "link-name": ("</h1>", '</h1><a href="#content"></a>'),
    "button-name": ("</h1>", "</h1><button></button>"),
    "html-has-lang": ('<html lang="en-GB">', "<html>"),
    "document-title": ("<title>", '<meta name="was" content="'),
    "heading-order": ("</h1>", "</h1><h5>Four levels down</h5>"),
    "page-has-heading-one": ("<h1>", "<h1 hidden>"),
    "region": ('<main id="content" class="single" tabindex="-1">', '<div id="content">'),
    "skip-link": ('<main id="content"', "<main"),
    "target-size": (
        "</h1>",
        '</h1><button style="width:9px;height:9px;padding:0">a</button>'
        '<button style="width:9px;height:9px;padding:0">b</button>',
    ),
}


@pytest.mark.parametrize("rule", PLANTED)
def test_axe_catches_what_is_planted(reports, open_page, tmp_path, rule):
    contract = next(page for page in few(reports["northmere"]) if page.parent.name == "contracts")
    copy = broken_copy(contract, tmp_path, *PLANTED[rule])
    assert rule in axe(open_page(copy, width=320))
