"""Everything can be reached and worked by keyboard, in order, in sight, and with the focus shown."""

import pytest

from tests.journeys.looking import broken_copy, contrast, few, focus_stops

pytestmark = pytest.mark.journeys

# As wide and as high as a window of 1280 by 1024 at 400% zoom.
SIZES = [(1280, 900), (320, 256)]


@pytest.mark.parametrize("page_number", range(6))
def test_the_first_stop_leads_past_the_head(report, open_page, page_number):
    page = open_page(few(report)[page_number])
    page.keyboard.press("Tab")
    skip = page.locator("a.skip")
    assert skip.evaluate("found => found === document.activeElement")
    box = skip.bounding_box()
    assert box["x"] >= 0 and box["y"] >= 0 and box["height"] >= 24
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"
    page.keyboard.press("Tab")
    assert page.evaluate("!!document.activeElement.closest('main')")


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_tab_goes_through_all_of_it_in_order_and_in_sight(report, open_page, width, height):
    page = open_page(report / "index.html", width=width, height=height)
    for path in few(report):
        page.goto(path.as_uri())
        stops = focus_stops(page)
        assert [stop for stop in stops if stop["fault"]] == [], path.name
        places = [stop["place"] for stop in stops]
        assert places == sorted(places), path.name
        # What stands in a closed <details> is no stop until it is opened.
        expected = page.locator("a[href], summary, [tabindex='0']").evaluate_all(
            "all => all.filter(found => found.checkVisibility()).length")
        assert len(stops) == expected, path.name


def test_a_closed_list_opens_and_closes(reports, open_page):
    page = open_page(reports["northmere"] / "index.html")
    summary = page.locator("details.know > summary").first
    summary.focus()
    for key, state in (("Enter", True), ("Space", False), ("Space", True)):
        page.keyboard.press(key)
        assert summary.evaluate("found => found.parentElement.open") is state
    page.keyboard.press("Tab")
    assert page.evaluate("!!document.activeElement.closest('details.know p, .bar-number, .tile')")


def test_a_wide_table_scrolls_by_the_arrow_keys(report, open_page):
    page = open_page(next(path for path in few(report) if path.name == "per-unit.html"), width=320, height=640)
    region = page.locator(".scroll").first
    assert region.evaluate("found => found.scrollWidth > found.clientWidth")
    assert region.get_attribute("role") == "region" and page.get_by_role("region").first.is_visible()
    region.focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_function("document.querySelector('.scroll').scrollLeft > 0")


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_the_contents_lead_to_each_part(report, open_page, width, height):
    page = open_page(report / "index.html", width=width, height=height)
    listed = page.locator(".foot .contents a")
    titles = listed.all_inner_texts()
    assert len(titles) >= 15
    for number, title in enumerate(titles):
        page.goto((report / "index.html").as_uri())
        listed.nth(number).focus()
        with page.expect_navigation():
            page.keyboard.press("Enter")
        assert page.title().startswith(title) or number == 0, title
        assert page.locator(".foot .contents a[aria-current=page]").inner_text() == title


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_the_list_of_a_chapter_leads_to_each_of_its_sections(report, open_page, width, height):
    page = open_page(report / "service-provider.html", width=width, height=height)
    links = page.locator(".side a")
    assert links.count() >= 3
    for number in range(links.count()):
        links.nth(number).focus()
        page.keyboard.press("Enter")
        section = page.locator(links.nth(number).get_attribute("href"))
        page.wait_for_function(
            "id => Math.abs(document.getElementById(id).getBoundingClientRect().top) < innerHeight / 2"
            " || scrollY + innerHeight >= document.body.scrollHeight - 2",
            arg=section.get_attribute("id"),
        )
        heading = section.locator("h2").first.bounding_box()
        assert 0 <= heading["y"] < height, links.nth(number).inner_text()


@pytest.mark.parametrize(
    "colours", [{}, {"forced_colors": "active"}, {"forced_colors": "active", "color_scheme": "dark"}]
)
def test_the_focus_ring_stands_out_from_what_it_lies_on(reports, open_page, colours):
    """The ring is 3 px wide and 2 px away: only what lies right under the focused element is looked at."""
    page = open_page(reports["northmere"] / "index.html", **colours)
    for selector in (".skip", ".contents a", ".lead a", ".tile a", "summary", ".scroll"):
        page.mouse.click(1, 1)
        page.locator(selector).first.focus()
        page.evaluate("""selector => {
            document.getElementById('frame')?.remove();
            const box = document.querySelector(selector).getBoundingClientRect();
            const frame = document.createElement('div');
            frame.id = 'frame';
            frame.style.cssText = `position:absolute;pointer-events:none;left:${box.left + scrollX}px;` +
                `width:${Math.max(box.width / 2, 10)}px;top:${box.bottom + scrollY}px;height:9px`;
            document.body.append(frame);
        }""", selector)
        assert contrast(page, "#frame") >= 3, selector


def test_what_is_covered_or_unmarked_would_be_found(reports, open_page, tmp_path):
    contract = next(page for page in few(reports["northmere"]) if page.parent.name == "contracts")
    cover = '<div style="position:fixed;inset:0;z-index:9;background:#fff"></div></body>'
    covered = broken_copy(contract, tmp_path / "one", "</body>", cover)
    assert {stop["fault"] for stop in focus_stops(open_page(covered))} == {"is covered"}
    style = "<style>* { outline: none !important }</style></head>"
    unmarked = broken_copy(contract, tmp_path / "two", "</head>", style)
    assert {stop["fault"] for stop in focus_stops(open_page(unmarked))} == {"shows no focus"}
