"""People come in, each in their own way, in a real browser."""

import pytest

from tests.journeys.web.conftest import NARROW, in_order

pytestmark = pytest.mark.journeys


@pytest.mark.parametrize("width", [NARROW, 1280])
@pytest.mark.parametrize(("who", "address"), [("", "/"), ("", "/sign-in/"), ("oren", "/northmere/")])
def test_the_first_pages_are_in_order(visitor, who, address, width):
    in_order(visitor(who, address, width=width))
