"""The manual of the interface: every command in it works as printed, one after the other, and answers what it says."""

import json
import re
import shlex
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from commonweal.web.publishing.models import Frozen, Work
from tests.house.repository import ROOT
from tests.web.asked import opened
from tests.web.conftest import person
from tests.web.interface import token

MANUAL = (ROOT / "docs/how-to/use-the-interface.md").read_text(encoding="utf-8")
SITE = "https://socialvalue.example.gov.uk"
# A command, and what it answers where the manual says it.
STEPS = re.findall(r"```sh\n(curl .*?)```(?:\n+```json\n(.*?)```)?", MANUAL, re.DOTALL)


def _sent(client: Client, command: str) -> Any:
    """What a command would send, sent."""
    words = shlex.split(command.replace("\\\n", " "))
    assert words.pop(0) == "curl"
    method, headers, data, form = "", {}, "", {}
    address = ""
    while words:
        word = words.pop(0)
        if word == "-X":
            method = words.pop(0)
        elif word == "-H":
            name, _, value = words.pop(0).partition(": ")
            headers[name] = value
        elif word == "-d":
            data = words.pop(0)
        elif word == "-F":
            name, _, value = words.pop(0).partition("=")
            form[name] = SimpleUploadedFile(value[1:], b"who,hours\nall,12\n") if value[0] == "@" else value
        else:
            assert word.startswith(SITE) and not address, word
            address = word.removeprefix(SITE)
    if form:
        return client.post(address, form, headers=headers)
    return client.generic(method or "GET", address, data, content_type=headers.pop("Content-Type", ""), headers=headers)


def _holds(found: Any, said: Any) -> bool:
    """Whether an answer holds what the manual says of it."""
    if isinstance(said, dict):
        return all(name in found and _holds(found[name], value) for name, value in said.items())
    if isinstance(said, list):
        return all(any(_holds(each, wanted) for each in found) for wanted in said)
    return found == said


@pytest.mark.django_db
def test_every_command_of_the_manual_does_what_it_says(body, client, settings, tmp_path):
    settings.HOME = tmp_path
    opened(body)
    Frozen.objects.create(pk=1, body=body, as_of=date(2025, 3, 31), asked_by="x", state=Work.READY)
    words = {"$SUPPLIER": token(person("supplier", body, "brightbuild")), "$OFFICER": token(person("officer", body))}
    assert len(STEPS) == MANUAL.count("curl ") == 10
    for command, said in STEPS:
        for name, word in words.items():
            command = command.replace(name, word)
        answer = _sent(client, command)
        assert answer.status_code in (200, 201), (command, answer.content)
        assert not said or _holds(answer.json(), json.loads(said)), (command, answer.json())


def test_the_manual_names_every_scope():
    from commonweal.web.interface.scopes import SCOPES

    assert set(re.findall(r"^\| `([a-z-]+)` \|", MANUAL, re.MULTILINE)) == SCOPES.keys()
