"""Narrow windows, zoom, large letters, wide spacing, forced colours: nothing is lost, nothing scrolls sideways."""

import pytest

from tests.journeys.looking import broken_copy, chosen, contrast, cut_off, few, too_wide

pytestmark = pytest.mark.journeys

# What readers may set for themselves (WCAG 1.4.12).
SPACING = """* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }
p { margin-bottom: 2em !important }"""


@pytest.mark.parametrize("zoom", [1, 4], ids=["320 px", "1280 px at 400%"])
def test_the_page_does_not_scroll_sideways(report, open_page, zoom):
    page = open_page(report / "index.html", width=320, height=1024 // zoom, device_scale_factor=zoom)
    for path in chosen(report):
        page.goto(path.as_uri())
        assert too_wide(page) == [], path.name


@pytest.mark.parametrize("width", [320, 1280])
def test_words_may_be_spaced(report, open_page, width):
    page = open_page(report / "index.html", width=width)
    for path in few(report):
        page.goto(path.as_uri())
        page.add_style_tag(content=SPACING)
        assert too_wide(page) == [], path.name
        assert cut_off(page) == [], path.name


@pytest.mark.parametrize("width", [640, 1280])
def test_letters_may_be_twice_as_large(report, open_page, width):
    """As somebody sets their browser to, without zoom."""
    page = open_page(report / "index.html", width=width)
    page.context.new_cdp_session(page).send("Page.setFontSizes", {"fontSizes": {"standard": 32, "fixed": 26}})
    for path in few(report):
        page.goto(path.as_uri())
        assert page.evaluate("getComputedStyle(document.documentElement).fontSize") == "34px"
        assert too_wide(page) == [], path.name
        assert cut_off(page) == [], path.name


@pytest.mark.parametrize("width", [320, 768, 1280])
def test_large_numbers_are_not_broken_in_the_middle(report, open_page, width):
    page = open_page(report / "index.html", width=width)
    broken = page.locator(".tile-number").evaluate_all("""all => all.flatMap(tile => [...tile.childNodes])
        .filter(node => node.nodeType === Node.TEXT_NODE && node.data.trim()).filter(node => {
            const range = document.createRange();
            range.selectNodeContents(node);
            return new Set([...range.getClientRects()].map(box => box.top)).size > 1;
        }).map(node => node.data)""")
    assert broken == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_words_stand_out_in_forced_colours(report, open_page, scheme):
    seen = {
        "index.html": (".banner p", ".cover h1", ".cover .kicker", ".cover-facts dt", ".contents a", ".lead", ".lead a",
                       ".tile-number", ".tile-label", ".tag", ".know summary", ".foot p"),
        "service-provider.html": (".running a", ".chapter h1", ".part-label", ".role-mark", ".side a", ".story h2",
                                  ".section-label", "thead th", "tbody th", "td.n", ".note", ".more a", ".more span"),
    }
    for name, selectors in seen.items():
        page = open_page(report / name, forced_colors="active", color_scheme=scheme)
        for selector in selectors:
            assert contrast(page, selector) >= 4.5, (name, selector)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_bars_stand_out_in_forced_colours(reports, open_page, scheme):
    page = open_page(reports["northmere"] / "index.html", forced_colors="active", color_scheme=scheme)
    assert contrast(page, ".bars li:last-child .bar") >= 4.5


def test_what_is_too_wide_cut_off_or_pale_would_be_found(reports, open_page, tmp_path):
    contract = next(page for page in few(reports["northmere"]) if page.parent.name == "contracts")
    planted = """</h1><p id="wide" style="width:40rem">Too wide</p><p style="height:1em;overflow:hidden">Cut<br>off</p>
        <p id="pale" style="color:#999;background:#888;forced-color-adjust:none">Pale</p>"""
    page = open_page(broken_copy(contract, tmp_path, "</h1>", planted), width=320)
    assert too_wide(page)[0] == "the page itself scrolls sideways" and 'id="wide"' in too_wide(page)[1]
    assert [found[:20] for found in cut_off(page)] == ['<p style="height:1em']
    assert contrast(page, "#pale") < 2
