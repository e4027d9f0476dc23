"""The list of contracts and projects: found, narrowed, sorted, fifty at a time, by a fixed number of queries."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from commonweal.web.register.models import ROWS
from tests.web.conftest import person, signed_in

LIST = "/smallford/activities/"


def _add(body, count, **said):
    start = ROWS["activities"].objects.filter(body=body).count()
    rows = [ROWS["activities"](body=body, key=f"more-{start + n}", title=f"Scheme {start + n:03}", kind="grant",
                               role="investor", state="planned", row_position=100 + start + n, **said)
            for n in range(count)]
    ROWS["activities"].objects.bulk_create(rows)
    ROWS["parties"].objects.bulk_create(
        ROWS["parties"](body=body, key=f"{row.key}/brightbuild/prime", activity=row.key, organisation="brightbuild",
                        part="prime", row_position=100 + row.row_position) for row in rows)


@pytest.fixture
def officer(body):
    return signed_in(person("officer", body))


def _text(browser, address):
    answer = browser.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_number_of_queries_does_not_grow_with_the_rows(body, officer):
    counts = []
    for more in (3, 120):
        _add(body, more)
        with CaptureQueriesContext(connection, ) as queries:
            _text(officer, LIST)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_a_search_finds_titles_ids_and_organisations(body, officer):
    _add(body, 2)
    ROWS["activities"].objects.filter(key="more-1").update(title="Lanterns for the harbour")
    assert "Lanterns" in _text(officer, f"{LIST}?q=harbour")
    assert "Scheme" not in _text(officer, f"{LIST}?q=harbour")
    assert "Lanterns" in _text(officer, f"{LIST}?q=more-1")
    name = ROWS["organisations"].objects.get(body=body, key="brightbuild").name
    assert "Lanterns" in _text(officer, f"{LIST}?q={name[:7]}")


def test_filters_narrow_are_shown_and_can_be_taken_away_one_by_one(body, officer):
    _add(body, 3, other_places="smallford;north-end")
    ROWS["activities"].objects.filter(key="more-1").update(state="completed", owner="Parks Office")
    text = _text(officer, f"{LIST}?kind=grant&state=completed")
    assert text.count('scope="row"') == 1
    assert 'href="?state=completed"' in text and 'href="?kind=grant"' in text and ">Clear all<" in text
    assert _text(officer, f"{LIST}?owner=Parks+Office").count('scope="row"') == 1
    assert _text(officer, f"{LIST}?kind=grant&promises=yes").count('scope="row"') == 0
    assert _text(officer, f"{LIST}?kind=grant&promises=no").count('scope="row"') == 3


def test_a_place_is_also_found_among_further_places(body, officer):
    place = ROWS["places"].objects.filter(body=body).first().key
    _add(body, 2)
    ROWS["activities"].objects.filter(key="more-1").update(other_places=f"elsewhere;{place}", place=None)
    ROWS["activities"].objects.filter(key="more-2").update(other_places=f"{place}-beyond", place=None)
    text = _text(officer, f"{LIST}?place={place}&kind=grant")
    assert "Scheme 001" in text and "Scheme 002" not in text


def test_what_is_not_a_choice_narrows_nothing(body, officer):
    assert _text(officer, f"{LIST}?kind=nonsense&page=999&sort=nonsense").count('scope="row"') == 1


def test_fifty_are_on_a_page_and_the_rest_on_the_next(body, officer):
    _add(body, 60)
    first, second = _text(officer, f"{LIST}?kind=grant"), _text(officer, f"{LIST}?kind=grant&page=2")
    assert first.count('scope="row"') == 50 and second.count('scope="row"') == 10
    assert "60 of 61 contracts and projects" in first and "51 to 60 shown" in second
    assert "?kind=grant&amp;page=2" in first


def test_an_order_can_be_chosen(body, officer):
    _add(body, 2)
    ROWS["activities"].objects.filter(key="more-2").update(start="2030-01-01")
    text = _text(officer, f"{LIST}?sort=latest")
    assert text.index("Scheme 002") < text.index("Scheme 001")
    # What has no first day comes last.
    assert text.index("Housing repairs") < text.index("Scheme 001")


def test_an_empty_list_says_what_to_do_next(body, officer):
    ROWS["activities"].objects.filter(body=body).delete()
    assert "Add a contract or project" in _text(officer, LIST)
    manager = signed_in(person("manager", body))
    assert "You look after none yet" in _text(manager, LIST)


def test_nothing_that_is_found_says_how_to_find_more(body, officer):
    text = _text(officer, f"{LIST}?q=nothing-like-that")
    assert "Nothing is like that" in text and ">Clear all<" in text
