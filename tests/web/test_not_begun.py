"""A body that was opened a moment ago: nothing is on record, and every page says what to do next."""

import pytest
from django.urls import reverse

from commonweal.web.config import urls  # noqa: F401 (fills RULES)
from commonweal.web.config.routes import RULES
from commonweal.web.people.models import Body
from commonweal.web.people.roles import ROLES
from commonweal.web.register.models import ROWS
from tests.web.conftest import content, person, signed_in

WORDS = {"table": "organisations", "form": "register"}


@pytest.fixture
def new(db) -> Body:
    return Body.objects.create(slug="smallford", name="Smallford Council")


@pytest.mark.parametrize("role", ROLES)
def test_every_page_of_a_new_body_answers_each_role(new, role):
    browser = signed_in(person(role, new, "brightbuild" if role == "supplier" else ""))
    pages = [rule for rule in RULES.values() if "body" in rule.parts and set(rule.parts) <= {"body", *WORDS}]
    assert len(pages) > 40
    for rule in pages:
        answer = browser.get(reverse(rule.name, kwargs={
            "body": "smallford", **{part: WORDS[part] for part in rule.parts if part in WORDS}}))
        assert answer.status_code in (200, 302, 403, 404, 405), rule.name
        assert content(answer) or answer.status_code != 200


@pytest.mark.parametrize(("role", "told"), [
    ("officer", "commonweal new records.xlsx"), ("auditor", "A social value officer brings the records in")])
def test_where_work_begins_says_how_to_begin(new, role, told):
    browser = signed_in(person(role, new))
    assert told in content(browser.get("/smallford/", follow=True)).decode()


def test_nothing_is_written_before_there_are_settings_and_the_page_says_so(new):
    officer = signed_in(person("officer", new))
    answer = officer.post("/smallford/records/organisations/add/", {"name": "Brightbuild", "kind": "company"})
    assert answer.status_code == 409 and "nothing can be written" in answer.content.decode()
    assert not ROWS["organisations"].objects.exists()
