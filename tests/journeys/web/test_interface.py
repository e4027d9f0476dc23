"""Somebody makes a token in a real browser, a program uses it, and whoever manages people takes it away."""

import json
import urllib.error
import urllib.request

import pytest

from tests.journeys.web.conftest import NARROW, follow, in_order

pytestmark = pytest.mark.journeys


@pytest.mark.parametrize("width", [NARROW, 1280])
def test_the_pages_are_in_order(visitor, width):
    for who, address in (("", "/api/v1/"), ("oren", "/northmere/tokens/"), ("sol", "/northmere/tokens/"),
                         ("ada", "/northmere/tokens/")):
        in_order(visitor(who, address, width=width))


def _asks(site: str, word: str, address: str) -> tuple[int, dict]:
    request = urllib.request.Request(f"{site}/api/v1/northmere/{address}", headers={"Authorization": f"Bearer {word}"})
    try:
        with urllib.request.urlopen(request, timeout=20) as answer:
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as error:
        with error:
            return error.code, json.load(error)


@pytest.mark.parametrize("width", [NARROW, 1280])
def test_a_token_is_made_used_and_taken_away(visitor, site, width):
    page = visitor("sol", "/northmere/returns/", width=width)
    follow(page.get_by_role("link", name="Access for programs"))
    follow(page.get_by_role("button", name="Make the token"))
    assert page.get_by_text("Type a name for the token").count() == 2
    in_order(page)
    page.get_by_label("Name", exact=True).fill("site-diary")
    page.get_by_label("Read returns").check()
    follow(page.get_by_role("button", name="Make the token"))
    word = page.locator("code").inner_text()
    in_order(page)
    status, said = _asks(site, word, "returns")
    assert status == 200 and said["items"]
    assert _asks(site, word, "activities")[0] == 403
    administrator = visitor("ada", "/northmere/tokens/", width=width)
    follow(administrator.get_by_role("button", name="Take away site-diary"))
    assert administrator.get_by_text("opens nothing any more").count() == 1
    in_order(administrator)
    status, said = _asks(site, word, "returns")
    assert (status, said["code"]) == (401, "no-token")
