"""The pages that the foot of every page links: written by each body, public, honest, and in the way of publishing."""

import re
from datetime import date

import pytest
from django.apps import apps
from django.conf import settings as site_settings
from django.db import connection, models
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from markupsafe import escape

from commonweal.basics.tables import See
from commonweal.ledger.tables import BOOK_TABLES
from commonweal.report.words import say
from commonweal.web.audit.actions import Actor, set_period
from commonweal.web.audit.models import Apart, Event
from commonweal.web.audit.retention import KINDS as KEPT
from commonweal.web.audit.retention import SUGGESTED
from commonweal.web.demo.notices import fill_notices
from commonweal.web.notices.actions import WrittenMeanwhile, write_notice
from commonweal.web.notices.models import Notice
from commonweal.web.notices.parts import KINDS, PLACEHOLDER
from commonweal.web.notices.personal import HELD
from commonweal.web.notices.reading import said_of, starter, unfilled
from commonweal.web.people.links import LASTS
from commonweal.web.people.models import Body, Membership, Person
from commonweal.web.publishing.models import Frozen, Release, Work
from commonweal.web.register.reading import settings_of
from tests.house.repository import ROOT
from tests.web.conftest import SECRET, TESTER, person, signed_in


@pytest.fixture
def officer(body: Body) -> Client:
    """The officer's browser."""
    return signed_in(person("officer", body))


def _page(browser: Client, address: str) -> str:
    answer = browser.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    return answer.content.decode()


def _days(**said: str) -> dict[str, str]:
    """Days as the form's three boxes send them."""
    return {f"{name}_{part}": value for name, text in said.items()
            for part, value in zip(("day", "month", "year"), text.split("."), strict=True)}


STATEMENT = {"scope": "The whole site.", "tested_how": "", "compliance": "unsaid", "faults": "None is known.",
             "burden": "", "outside": "", "contact": "help@smallford.example", "row_version": "0",
             **_days(tested_on="..", prepared="1.4.2026", reviewed="..")}


def test_every_page_links_the_four_pages_and_anybody_reads_them_without_an_account(body, officer):
    reader = Client()
    for browser, address, foot in ((reader, "/", "/about/{}/"),
                                   (officer, "/smallford/reports/", "/about/smallford/{}/"),
                                   (reader, "/sign-in/", "/about/{}/"), (reader, "/no/page/", "/about/{}/"),
                                   (reader, "/about/smallford/contact/", "/about/smallford/{}/")):
        text = browser.get(address).content.decode()
        for notice in KINDS:
            assert f'href="{foot.format(notice)}"' in text, (address, notice)
    for notice, kind in KINDS.items():
        assert f"</span> {kind.title}</h1>" in _page(Client(), f"/about/smallford/{notice}/")
        assert Client().get(f"/about/{notice}/").headers["Location"] == f"/about/smallford/{notice}/"
    assert Client().get("/about/smallford/nothing/").status_code == 404
    assert Client().get("/about/nowhere/contact/").status_code == 404


def test_where_several_bodies_are_one_is_chosen_and_none_is_named_whose_records_are_only_read(body, other_body):
    Body.objects.create(slug="source", name="Source Authority", read_only=True)
    text = _page(Client(), "/about/privacy/")
    assert "/about/smallford/privacy/" in text and "/about/elsewhere/privacy/" in text and "Source" not in text
    assert Client().get("/about/source/privacy/").status_code == 404


def test_a_body_begins_with_texts_that_say_what_to_fill_in(body, officer):
    found = unfilled(body)
    assert {finding.subject for finding in found} == {"accessibility", "privacy", "contact"}
    listed = _page(officer, "/smallford/notices/")
    for finding in found:
        assert finding.mend.removesuffix(".") in listed.replace("&#39;", "'")
    assert "This page is not finished" in _page(Client(), "/about/smallford/contact/")
    assert "This page is not finished" not in _page(Client(), "/about/smallford/cookies/")


def test_what_is_written_is_public_at_once_as_one_event_with_its_words_kept_apart(body, officer):
    office = "Ask **Ada Lee**.\n\n- by post"
    answer = officer.post("/smallford/notices/contact/", {"office": office, "requests": "foi@smallford.example",
                                                          "row_version": "0"})
    assert answer.status_code == 302
    text = _page(Client(), "/about/smallford/contact/")
    assert "<strong>Ada Lee</strong>" in text and "<li>by post</li>" in text
    event = Event.objects.get(table="notices")
    assert (event.key, event.body, event.what) == ("contact", "smallford", "write a footer page")
    assert "Ada" not in event.before + event.after
    assert Apart.objects.get(event=event.number, name="after.office").value == office
    assert not [finding for finding in unfilled(body) if finding.subject == "contact"]
    # Somebody of another body has their own.
    assert Notice.objects.get().body == body


@pytest.mark.parametrize("typed", ["<script>alert(1)</script>", "<img src=x onerror=alert(1)>",
                                   "[x](javascript:alert(1))", '<a href="data:text/html,x">x</a>',
                                   "<style>*{display:none}</style>", "<form>"])
def test_nothing_that_could_run_gets_into_a_page(body, typed):
    write_notice(TESTER, body, "contact", {"office": typed}, 0)
    text = _page(Client(), "/about/smallford/contact/").partition("<main")[2].partition("</main>")[0]
    # What is left of it is words: no tag but those of the page itself, and those without any attribute that acts.
    assert not re.search(r"<(script|img|style|form|a)\b", text)


def test_two_people_never_overwrite_each_other_unseen_and_the_same_form_again_writes_nothing(body, officer):
    first = {"office": "First.", "requests": "", "row_version": "0"}
    second = signed_in(person("administrator", body))
    officer.post("/smallford/notices/contact/", first)
    met = second.post("/smallford/notices/contact/", {**first, "office": "Second."}).content.decode()
    assert "Somebody else changed this" in met and "First." in met and "Second." in met
    assert said_of(body, "contact") == ({"office": "First.", "requests": ""}, 1)
    for _ in range(3):
        assert officer.post("/smallford/notices/contact/", first).status_code == 302
    assert Event.objects.filter(table="notices").count() == 1
    second.post("/smallford/notices/contact/", {**first, "office": "Second.", "row_version": "1"})
    assert said_of(body, "contact")[0]["office"] == "Second."
    with pytest.raises(WrittenMeanwhile):
        write_notice(TESTER, body, "contact", first, 1)


def test_a_statement_without_a_test_says_so_and_claims_nothing(body, officer):
    for said in (starter(body, "accessibility"), {"compliance": "full"},
                 {"compliance": "", "tested_how": "By eye.", "tested_on": "2026-03-02"},
                 {"compliance": "full", "tested_how": "By eye."}, {"compliance": "full", "tested_on": "2026-03-02"}):
        Notice.objects.update_or_create(body=body, kind="accessibility", defaults={"said": said})
        text = _page(Client(), "/about/smallford/accessibility/")
        assert "It meets" not in text, said
        assert ("No test of this site has been recorded" in text) is (not said.get("tested_on"))


def test_how_far_the_rules_are_met_is_chosen_by_a_person_from_a_test_with_its_day(body, officer):
    address = "/smallford/notices/accessibility/"
    refused = officer.post(address, STATEMENT | {"compliance": "partial"}).content.decode()
    assert "without a test nobody can know" in refused and not Notice.objects.exists()
    tested = {"tested_how": "By Robin with a screen reader.", **_days(tested_on="2.3.2026")}
    backwards = officer.post(address, STATEMENT | tested | _days(reviewed="1.4.2025")).content.decode()
    assert "reviewed before it was prepared" in backwards and not Notice.objects.exists()
    assert officer.post(address, STATEMENT | tested | {"compliance": "partial"}).status_code == 302
    text = _page(Client(), "/about/smallford/accessibility/")
    for words in ("It meets most of them", "2 March 2026", "By Robin with a screen reader.", "None is known.",
                  "help@smallford.example", "Prepared on 1 April 2026."):
        assert words in text
    event = Event.objects.get(table="notices")
    assert '"compliance":"partial"' in event.after and '"tested_on":"2026-03-02"' in event.after


def test_the_statements_of_the_site_and_of_a_report_share_their_words_on_the_law_and_the_contact(body):
    text = _page(Client(), "/about/smallford/accessibility/")
    assert say("accessibility.law_text") in text and say("accessibility.prepared_none") in text
    assert 'href="https://www.equalityadvisoryservice.com/"' in text and 'href="https://www.equalityni.org/"' in text
    contact = "Social Value Team, socialvalue@my-council.example"
    assert starter(body, "accessibility")["contact"] == contact == settings_of(body).accessibility.contact
    # A body without records yet is asked for it.
    assert PLACEHOLDER.search(starter(
        Body.objects.create(slug="new", name="New Council"), "accessibility")["contact"])


def test_a_report_is_not_published_while_a_placeholder_is_left(body, officer, settings, tmp_path):
    settings.HOME = tmp_path
    frozen = Frozen.objects.create(body=body, as_of=date(2025, 3, 31), asked_by="x", state=Work.READY)
    Release.objects.create(body=body, number=1, frozen=frozen, asked_by="x", state=Work.READY, fingerprint="1" * 64)
    page = _page(officer, "/smallford/reports/1/")
    assert "Footer pages" in page and "data protection officer" in page and 'href="/smallford/notices/"' in page
    answer = officer.post("/smallford/reports/1/publish/")
    assert answer.status_code == 409 and "has still to be filled in" in answer.content.decode()
    fill_notices(TESTER, body)
    # What is left is that nobody has approved it.
    assert "0 of 2 people" in officer.post("/smallford/reports/1/publish/").content.decode()
    assert "Fill them in" not in _page(officer, "/smallford/reports/1/")
    found = Notice.objects.get(body=body, kind="privacy")
    for version, left in enumerate(("The law: [fill in: which]", " \n"), found.version):
        write_notice(TESTER, body, "privacy", found.said | {"basis": left}, version)
        assert "has still to be filled in" in officer.post("/smallford/reports/1/publish/").content.decode()
    assert "Write there: the law or policy that gives you this task" in _page(officer, "/smallford/reports/1/")


def test_every_placeholder_of_the_texts_to_begin_with_is_one_that_is_found(body):
    for notice in KINDS:
        for text in starter(body, notice).values():
            assert text.count("[fill in") == len(PLACEHOLDER.findall(text)) and text.count("%(") == 0


def test_the_cookies_listed_are_those_that_the_site_sets(body, settings):
    """Somebody walks through signing in, a wrong form, a message and signing out; every cookie that is set is noted."""
    settings.SECOND_FACTOR = True
    someone = person("officer", body)
    browser, given = Client(), set()

    def go(method: str, address: str, **said: str) -> None:
        answer = getattr(browser, method)(address, said)
        given.update(answer.cookies)

    for notice in KINDS:
        go("get", f"/about/smallford/{notice}/")
    assert given == set()
    go("get", "/sign-in/")
    go("post", "/sign-in/", email="nobody@smallford.example")
    go("get", "/sign-in/password/")
    go("post", "/sign-in/password/", login=someone.email, password="a long password for tests")
    from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time

    code = format_hotp_value(hotp_value(SECRET, next(iter(yield_hotp_counters_from_time()))))
    go("post", "/sign-in/second-factor/", code=code)
    assert browser.get("/smallford/notices/").status_code == 200
    go("post", "/smallford/notices/contact/", office="x", requests="x", row_version="0")
    go("get", "/smallford/notices/")
    go("post", "/sign-out/")
    listed = re.findall(r"<code>([^<]+)</code>", _page(Client(), "/about/smallford/cookies/"))
    assert set(listed) == given == {settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME}


def test_the_script_of_the_site_stores_nothing():
    script = (ROOT / "src/commonweal/web/static/site.js").read_text(encoding="utf-8")
    assert not re.search(r"cookie|localStorage|sessionStorage|indexedDB", script)


def _knows_somebody(model: type[models.Model]) -> bool:
    """Whether a table holds somebody's address, network address or random key, or points at them."""
    for field in model._meta.get_fields():
        if isinstance(field, models.EmailField | models.GenericIPAddressField):
            return True
        if isinstance(field, models.ForeignKey | models.OneToOneField) and field.related_model in (Person, Membership):
            return True
        if isinstance(field, models.CharField) and re.fullmatch(r"person|.*_by", field.name):
            return True
    return model is Person


def test_every_table_that_knows_a_person_is_named_among_the_personal_data():
    named = {table for held in HELD for table in held.tables}
    known = {f"{model._meta.app_label}.{model.__name__}" for model in apps.get_models() if _knows_somebody(model)}
    # Tables of a library that this site never writes: people are not in groups, and no second way of linking is used.
    assert known - named == set()
    models_named = {table for table in named if table[0].islower() and table.split(".")[-1][0].isupper()}
    assert models_named <= {f"{model._meta.app_label}.{model.__name__}" for model in apps.get_models()}


def test_every_column_declared_as_personal_and_every_kind_that_is_kept_is_named():
    named = {table for held in HELD for table in held.tables}
    assert {f"{table.name}.{column.name}" for table in BOOK_TABLES for column in table.columns
            if column.see is See.PERSONAL} <= named
    assert {kind for held in HELD for kind in held.kept} == KEPT.keys()
    hours, month = site_settings.SESSION_COOKIE_AGE // 3600, LASTS.days
    assert (hours, month) == (8, 0) and "eight hours" in str(next(h for h in HELD if "Sessions" in str(h.what)).lasts)


def test_the_privacy_page_says_how_long_by_the_periods_that_the_body_set(body):
    page = _page(Client(), "/about/smallford/privacy/")
    for held in HELD:
        assert escape(held.what) in page and escape(held.why) in page
    assert page.count("no period has been set yet") == sum(not held.lasts for held in HELD)
    set_period(Actor("", "test", "smallford"), *SUGGESTED[0])
    page = _page(Client(), "/about/smallford/privacy/")
    assert f"{SUGGESTED[0][3]} months from the day their last role ended" in page and SUGGESTED[0][4] in page


def test_the_pages_ask_the_database_no_more_with_more_to_show(body, officer):
    def asked(address: str) -> int:
        with CaptureQueriesContext(connection) as found:
            officer.get(address)
        return len(found)

    before = {name: asked(reverse("notice", kwargs={"body": "smallford", "notice": name})) for name in KINDS}
    listed = asked("/smallford/notices/")
    fill_notices(TESTER, body)
    assert all(asked(f"/about/smallford/{name}/") <= before[name] for name in KINDS)
    assert asked("/smallford/notices/") <= listed


def test_the_record_of_processing_in_the_documentation_names_all_that_is_held():
    """The template's table is the declaration: each sort of data, why, where, how long, in its order."""
    text = (ROOT / "docs/templates/record-of-processing.md").read_text(encoding="utf-8")
    usual = {kind: f"{months} months from {KEPT[kind].counts_from}, or as your body sets it"
             for kind, table, column, months, _basis in SUGGESTED}
    for held in HELD:
        where = ", ".join(f"`{table}`" for table in held.tables)
        lasts = "; ".join(dict.fromkeys(usual[kind] for kind in held.kept if kind in usual)) or held.lasts
        row = f"| {held.what} | {held.why} | {where} | {lasts} |"
        assert row in text, row
    table = [line for line in text.splitlines() if line.startswith("| ") and "`" in line]
    assert len(table) == len(HELD)
