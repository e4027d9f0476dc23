"""Mailed links and codes: a program that opens everything does no harm, and each lets one person in once."""

import re
from datetime import timedelta
from threading import Thread

import pytest
from django.core import mail
from django.db import connections
from django.test import Client
from django.utils import timezone

from commonweal.web.audit.models import Event
from commonweal.web.people.links import LASTS, WRONG_CODES
from commonweal.web.people.models import Link, Person
from commonweal.web.people.outbox import mail_link
from tests.web.conftest import at_work, person


@pytest.fixture
def supplier(body) -> Person:
    return person("supplier", body, "brightbuild")


def _ask(address: str, browser: Client | None = None, goes_to: str = ""):
    browser = browser or Client()
    return browser.post(f"/sign-in/?next={goes_to}", {"address": address}, follow=True)


@pytest.fixture
def asked(supplier, django_capture_on_commit_callbacks) -> tuple[str, str]:
    """A link and a code that the supplier was mailed."""
    with django_capture_on_commit_callbacks(execute=True):
        _ask(supplier.email)
    return _mailed()


def _mailed(number: int = -1) -> tuple[str, str]:
    text = mail.outbox[number].body
    return re.search(r"http://[^/]+(/sign-in/link/\S+)", text).group(1), re.search(r": (\d{6})\b", text).group(1)


def _signed_in(browser: Client) -> bool:
    return "_auth_user_id" in browser.session


def test_a_scanner_that_opens_the_link_neither_signs_in_nor_spends_it(asked, supplier):
    link, _ = asked
    for _ in range(20):
        scanner = Client()
        for method in (scanner.head, scanner.get):
            assert method(link).status_code == 200
            assert not _signed_in(scanner)
    browser = Client()
    page = browser.get(link).content.decode()
    assert supplier.name in page and "Continue" in page
    answer = browser.post(link)
    assert answer.status_code == 302 and _signed_in(browser)
    assert browser.session["_auth_user_id"] == str(supplier.pk)


def test_a_link_leads_to_what_it_was_mailed_for_and_says_so(supplier, body, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        mail_link(supplier, body, "/smallford/", "the return of Repairs for April to June 2026")
    link, _ = _mailed()
    assert "the return of Repairs for April to June 2026" in mail.outbox[-1].body
    browser = Client()
    page = browser.get(link).content.decode()
    assert "the return of Repairs for April to June 2026" in page and body.name in page
    assert browser.post(link).headers["Location"] == "/smallford/"
    assert at_work(browser)


@pytest.mark.parametrize("elsewhere", ["https://example.org/", "//example.org/", "/\\example.org", "javascript:x"])
def test_a_link_never_leads_out_of_the_site(supplier, elsewhere):
    assert mail_link(supplier, None, elsewhere).goes_to == ""


@pytest.mark.parametrize("again", ["link", "code"])
@pytest.mark.parametrize("first", ["link", "code"])
def test_link_and_code_are_spent_together(asked, supplier, first, again):
    link, code = asked

    def use(what: str) -> bool:
        browser = Client()
        if what == "link":
            browser.post(link)
        else:
            browser.post("/sign-in/code/", {"address": supplier.email, "code": f"{code[:3]} {code[3:]}"})
        return _signed_in(browser)

    assert use(first)
    assert not use(again)


@pytest.mark.django_db(transaction=True)
def test_two_posts_at_once_make_one_session(supplier):
    mail_link(supplier)
    link, _ = _mailed()
    signed_in = []

    def post() -> None:
        browser = Client()
        browser.post(link)
        signed_in.append(_signed_in(browser))
        connections.close_all()

    threads = [Thread(target=post) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(signed_in) == [False, True]


def test_an_old_link_opens_nothing_and_offers_a_new_one(asked, supplier, django_capture_on_commit_callbacks):
    link, code = asked
    Link.objects.update(ends=timezone.now() - timedelta(seconds=1))
    browser = Client()
    assert browser.get(link).status_code == 410
    assert browser.post(link).status_code == 410
    browser.post("/sign-in/code/", {"address": supplier.email, "code": code})
    assert not _signed_in(browser)
    with django_capture_on_commit_callbacks(execute=True):
        browser.post(link, {"again": "yes"})
    assert len(mail.outbox) == 2 and mail.outbox[-1].to == [supplier.email]
    new, _ = _mailed()
    browser.post(new)
    assert _signed_in(browser)


def test_links_last_hours():
    assert timedelta(hours=1) <= LASTS <= timedelta(hours=12)


def test_an_altered_link_opens_nothing(asked):
    link, _ = asked
    for at in range(len("/sign-in/link/"), len(link) - 1):
        if link[at] == "/":
            continue
        altered = link[:at] + ("a" if link[at] != "a" else "b") + link[at + 1:]
        browser = Client()
        assert browser.post(altered).status_code == 410
        assert not _signed_in(browser)


def test_another_persons_link_signs_out_whoever_is_there(asked, supplier, body):
    link, _ = asked
    browser = Client()
    other = person("officer", body)
    browser.force_login(other)
    assert other.name in browser.get(link).content.decode()
    browser.get(link)
    assert browser.session["_auth_user_id"] == str(other.pk)
    browser.post(link)
    assert browser.session["_auth_user_id"] == str(supplier.pk)
    assert browser.session["came_by"] == "link"


def test_somebody_who_left_is_not_let_in(asked, supplier):
    link, code = asked
    Person.objects.filter(pk=supplier.pk).update(is_active=False)
    browser = Client()
    assert browser.post(link).status_code == 410
    browser.post("/sign-in/code/", {"address": supplier.email, "code": code})
    assert not _signed_in(browser)


def test_after_five_wrong_codes_the_right_one_opens_nothing_but_the_link_does(asked, supplier):
    link, code = asked
    browser = Client()
    for number in range(WRONG_CODES):
        wrong = f"{(int(code) + 1 + number) % 1_000_000:06}"
        assert browser.post("/sign-in/code/", {"address": supplier.email, "code": wrong}).status_code == 200
    browser.post("/sign-in/code/", {"address": supplier.email, "code": code})
    assert not _signed_in(browser)
    browser.post(link)
    assert _signed_in(browser)


def test_wrong_codes_are_limited_over_all_links_of_a_day(supplier, settings):
    browser = Client()
    answers = [browser.post("/sign-in/code/", {"address": supplier.email, "code": "000000"}).status_code
               for _ in range(12)]
    assert answers == [200] * 10 + [429] * 2


def test_the_answer_is_the_same_for_an_address_that_nobody_has(supplier, body, django_capture_on_commit_callbacks):
    staff = person("officer", body)
    with django_capture_on_commit_callbacks(execute=True):
        answers = [_ask(address) for address in (supplier.email, staff.email, "nobody@example.org")]
    texts = [re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", answer.content.decode().replace(address, "ADDRESS"))
             for answer, address in zip(answers, (supplier.email, staff.email, "nobody@example.org"), strict=True)]
    assert len(set(texts)) == 1
    assert [answer.redirect_chain for answer in answers] == [[("/sign-in/code/", 302)]] * 3
    # The supplier is mailed a way in, staff how they sign in, and nobody nothing.
    assert [message.to for message in mail.outbox] == [[supplier.email], [staff.email]]
    assert "/sign-in/link/" in mail.outbox[0].body and "/sign-in/link/" not in mail.outbox[1].body
    assert Event.objects.filter(what="ask for a link to sign in").count() == 3


def test_asking_is_limited_by_address(supplier):
    assert [_ask(supplier.email).status_code for _ in range(6)] == [200] * 5 + [429]


def test_neither_link_nor_code_stands_in_the_database(asked):
    link, code = asked
    held = " ".join(str(value) for row in Link.objects.values() for value in row.values())
    assert code not in held and link.rpartition(".")[2].strip("/") not in held


def test_every_step_is_an_event_of_the_person(asked, supplier):
    link, _ = asked
    browser = Client()
    browser.post(link)
    browser.post(link)
    browser.post("/sign-out/")
    said = list(Event.objects.filter(key=supplier.key).order_by("number").values_list("what", flat=True))
    assert said == ["ask for a link to sign in", "use a mailed link", "sign in", "use a mailed link that opens nothing",
                    "sign out"]


def test_by_a_link_staff_who_also_report_are_no_staff(supplier, body, asked):
    from commonweal.web.people.models import Membership

    Membership.objects.create(person=supplier, body=body, role="administrator")
    link, _ = asked
    browser = Client()
    browser.post(link)
    assert at_work(browser)
    assert browser.get("/smallford/people/").status_code == 403
