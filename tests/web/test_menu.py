"""The menu: each role finds all pages that it may open and no other, in few groups, and lands where its work begins."""

import re

import pytest

from commonweal.web.config import urls  # noqa: F401 (fills RULES)
from commonweal.web.config.menu import Group
from commonweal.web.config.routes import RULES
from commonweal.web.people.roles import ROLES, May, Scope
from tests.web.conftest import person, signed_in

BEGINS = {"administrator": "people", "officer": "overview", "manager": "progress", "approver": "overview",
          "supplier": "returns", "auditor": "overview"}


def _links(page: str) -> tuple[list[str], list[str]]:
    """Where the groups lead, and where the pages of the open group do."""
    rows = re.findall(r"<nav\b.*?</nav>", page, re.DOTALL)
    found = [re.findall(r'<a class="[\w-]*__link" href="([^"]+)"', row) for row in rows]
    return (found[0] if found else [], found[1] if len(found) > 1 and "within" in rows[1] else [])


def _opens(role: str) -> set[str]:
    """The pages of the menu that the written policy opens to a role."""
    whole = ROLES[role].scope is Scope.BODY
    return {rule.name for rule in RULES.values() if rule.listed and isinstance(rule.sees, May)
            and rule.sees in ROLES[role].may and (whole or rule.filtered)}


@pytest.mark.parametrize("role", ROLES)
def test_a_role_finds_in_the_menu_what_it_may_open_and_nothing_else(body, role):
    who = person(role, body, "brightbuild" if role == "supplier" else "", ("repairs",) if role == "manager" else ())
    browser = signed_in(who)
    landed = browser.get("/smallford/", follow=True)
    assert landed.resolver_match.view_name == BEGINS[role]
    groups, _ = _links(landed.content.decode())
    assert 1 <= len(groups) <= len(Group)
    found = set()
    for group in groups:
        answer = browser.get(group)
        again, pages = _links(answer.content.decode())
        assert answer.status_code == 200 and again == groups, (role, group)
        assert not pages or group == pages[0]
        for page in pages or [group]:
            answer = browser.get(page)
            assert answer.status_code == 200, (role, page)
            assert answer.content.decode().count('aria-current="page"') == 1, (role, page)
            assert _links(answer.content.decode()) == (groups, pages)
            found.add(answer.resolver_match.view_name)
    assert found == _opens(role)


def test_the_officers_menu_is_one_short_row_and_shows_where_a_page_below_belongs(body):
    browser = signed_in(person("officer", body))
    text = browser.get("/smallford/activities/repairs/").content.decode()
    groups, pages = _links(text)
    assert len(groups) == 5
    assert pages == ["/smallford/activities/", "/smallford/records/", "/smallford/to-fix/", "/smallford/texts/",
                     "/smallford/bring-in/", "/smallford/suppliers/", "/smallford/local-spend/",
                     "/smallford/take-out/"]
    assert re.findall(r'href="([^"]+)"[^>]*aria-current="true"', text) == ["/smallford/activities/"] * 2
    # A row of the records is reached from many pages: its group is open, and none of the group's pages is marked.
    row = browser.get("/smallford/row/activities/repairs/").content.decode()
    assert _links(row) == (groups, pages)
    assert re.findall(r'href="([^"]+)"[^>]*aria-current="true"', row) == ["/smallford/activities/"]


def test_publishing_begins_with_the_reports(body):
    groups, _ = _links(signed_in(person("officer", body)).get("/smallford/activities/").content.decode())
    assert groups[-1] == "/smallford/reports/"


def test_every_page_of_the_menu_belongs_to_a_group():
    assert all(rule.group for rule in RULES.values() if rule.listed)
