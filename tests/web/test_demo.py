"""The demonstration: whoever signs in lands on work to do, and whoever does not finds a report."""

import pytest
from django.test import Client

from commonweal.web.demo.load import load
from commonweal.web.demo.report import begin_correction, publish_report
from commonweal.web.people.models import Person
from commonweal.web.publishing.models import Release
from tests.house.repository import ROOT


@pytest.fixture
def visits(db, settings):
    settings.SECOND_FACTOR = False
    body = load(ROOT / "examples")
    publish_report(body)
    begin_correction(body)

    def visit(who: str, address: str = "/start/") -> str:
        browser = Client()
        browser.force_login(Person.objects.get(email=f"{who}@northmere.example"))
        return browser.get(address, follow=True).content.decode()

    return visit


def test_everybody_lands_on_work_to_do_and_a_member_on_the_public_summary(visits):
    reader = Client()
    assert 'href="/published/northmere/"' in reader.get("/").content.decode()
    assert b"something was due from" in b"".join(
        reader.get("/published/northmere/", follow=True).streaming_content)
    [line] = Release.objects.get(published=None).stops
    assert "RELEASE-UNEXPLAINED" in {found["code"] for found in line["findings"]}
    assert "Release 2 of the report is not published yet: 1 of 12 lines" in visits("oren")
    assert "741 hours → 751 hours" in visits("oren", "/northmere/reports/2/")
    manager = visits("mina")
    assert "Inadequate (3)" in manager
    supplier = visits("sol")
    assert "Due on 15 July 2025" in supplier and "Not yet started" in supplier
