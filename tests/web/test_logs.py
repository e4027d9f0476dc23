"""The log: a line of JSON for each thing, who was refused what, and nothing that should not stand there."""

import io
import json
import logging
import re
from datetime import UTC, datetime, timedelta

import pytest
from django.conf import settings
from django.test import Client, RequestFactory

from commonweal.web.config.logs import Lines
from tests.web.conftest import person, signed_in


@pytest.fixture
def log():
    """What is logged while the test runs, as the objects that the lines are; and the lines themselves."""
    out = io.StringIO()
    handler = logging.StreamHandler(out)
    handler.setFormatter(Lines())
    logging.getLogger().addHandler(handler)
    yield lambda: [json.loads(line) for line in out.getvalue().splitlines()]
    logging.getLogger().removeHandler(handler)


def test_a_line_says_when_where_who_and_what(body, log):
    officer = person("officer", body)
    signed_in(officer).get("/smallford/people/")
    line = next(line for line in log() if line["from"] == "django.request")
    assert line["at"].endswith("+00:00")
    assert datetime.now(UTC) - datetime.fromisoformat(line["at"]) < timedelta(minutes=5)
    assert (line["level"], line["says"], line["where"], line["person"]) == (
        "warning", "Forbidden", "GET people", officer.key)


def test_whoever_is_refused_a_page_or_an_act_stands_in_the_log(body, other_body, log):
    officer, manager = person("officer", body), person("manager", body, looks_after=())
    signed_in(officer).post("/smallford/people/invite/", {})
    signed_in(officer).get("/elsewhere/people/")
    signed_in(manager).get("/smallford/reported/repairs-hours-q2/")
    told = [line["says"] for line in log() if line["from"] == "commonweal.refused"]
    assert len(told) == 3
    assert f"POST invite, to {officer.key}: None of your roles here may" in told[0]
    assert f"to {officer.key}: not theirs, or not there" in told[1]
    assert f"GET claim, to {manager.key}: not theirs, or not there" in told[2]


def test_attempts_to_get_around_a_control_stand_in_the_log(body, log):
    browser = Client(enforce_csrf_checks=True)
    browser.post("/sign-in/", {"address": "x@example.org"})
    for _ in range(6):
        Client().post("/sign-in/", {"address": "x@example.org"})
    Client().get("/sign-in/link/altered.word/")
    told = {(line["from"], line["says"]) for line in log()}
    assert ("django.request", "Too Many Requests") in told and ("django.request", "Gone") in told
    assert any(source == "django.security.csrf" for source, _ in told)
    assert "altered.word" not in json.dumps(log()) and "x@example.org" not in json.dumps(log())


def test_a_fault_stands_in_the_log_with_its_trace_and_on_no_page(db, log, monkeypatch):
    monkeypatch.setattr("commonweal.web.people.forms.TypeCode.clean_code", lambda form: 1 / 0)
    answer = Client(raise_request_exception=False).post("/sign-in/code/", {"address": "x@example.org", "code": "1"})
    assert answer.status_code == 500
    line = next(line for line in log() if line["level"] == "error")
    assert "ZeroDivisionError" in line["trace"] and line["where"] == "POST sign-in-code"
    assert b"ZeroDivision" not in answer.content and b"Traceback" not in answer.content


def test_what_somebody_typed_begins_no_line():
    typed = "a\n{\"level\": \"error\"}\r\x1b"
    record = logging.LogRecord("x", logging.WARNING, "", 0, "%s: %s", ("Not Found", typed), None)
    record.request = RequestFactory().get("/a")
    line = Lines().format(record)
    assert "\n" not in line and "\r" not in line and "\x1b" not in line
    assert json.loads(line)["says"].startswith("Not Found: a\n")


@pytest.mark.parametrize("address", ["/confirm/SECRET/)", "/confirm/SECRET./x", "/confirm)SECRET",
                                     "/confirm%2FSECRET/%3E", "/sign-in/link/SECRET/)", "/smallford/no/SECRET/"])
def test_of_an_address_that_matches_no_page_only_the_first_part_stands_in_the_log(db, client, log, address):
    assert client.get(address).status_code == 404 and client.post(address).status_code == 404
    told = [line["says"] for line in log() if line["from"] == "django.request"]
    assert told and "SECRET" not in json.dumps(log()), told
    assert all(re.fullmatch(r"Not Found: /+(confirm|sign-in|smallford)", says) for says in told)


def test_the_log_has_one_way_out_where_no_other_is_set():
    said = settings.LOGGING
    assert list(said["handlers"]) == ["console"] and said["root"]["handlers"] == ["console"]
    assert said["handlers"]["console"]["class"] == "logging.StreamHandler"
