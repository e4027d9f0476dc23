"""A page is whole without a script, asks nobody else for anything, keeps nothing, and says where one is."""

import pytest

from tests.journeys.looking import chosen, few

pytestmark = pytest.mark.journeys


def test_it_reads_the_same_without_script(report, open_page):
    for path in few(report):
        pages = [open_page(path, java_script_enabled=on) for on in (True, False)]
        with_script, without = (page.locator("body").inner_text() for page in pages)
        assert len(with_script) > 500
        assert with_script == without, path.name


def test_it_asks_nobody_else_and_keeps_nothing(report, open_page):
    page = open_page(report / "index.html")
    asked, wrong = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("requestfailed", lambda request: wrong.append(request.url))
    page.on("console", lambda message: wrong.append(message.text))
    page.on("pageerror", lambda error: wrong.append(str(error)))
    pages = chosen(report)
    for path in pages:
        page.goto(path.as_uri())
    inside = report.as_uri() + "/"
    assert [url for url in asked if not url.startswith(inside)] == []
    # One request for the page and one for its style.
    assert len(asked) == 2 * len(pages) and wrong == []
    assert page.context.cookies() == []
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0


def test_each_page_has_a_title_a_first_heading_and_its_landmarks(report, open_page):
    page = open_page(report / "index.html")
    titles = []
    for path in chosen(report):
        page.goto(path.as_uri())
        titles.append(page.title())
        assert page.get_by_role("heading", level=1).count() == 1, path.name
        assert page.evaluate("document.documentElement.lang") == "en-GB"
        for role in ("banner", "main", "contentinfo"):
            assert page.get_by_role(role).count() == 1, (path.name, role)
        if path.parent != report:
            assert page.get_by_role("heading", level=1).inner_text() in titles[-1]
    assert len(set(titles)) == len(titles)
    page.goto((report / "index.html").as_uri())
    assert page.get_by_role("navigation").get_by_role("link").count() >= 15
