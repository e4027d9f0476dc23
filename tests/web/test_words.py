"""Every word of the site goes through its catalogue: in a made-up language that puts brackets around what it
translates, no page shows anything outside of them but what people typed, names and numbers.
"""

import re
from collections.abc import Iterator
from html.parser import HTMLParser

import pytest
from django.apps import apps
from django.db.models import CharField, TextField
from django.utils import translation

from commonweal.report.languages import PSEUDO
from commonweal.web.config.routes import RULES
from tests.house.repository import SOURCE
from tests.web.test_routes import _address, world  # noqa: F401 (a fixture)

OPEN, CLOSE = "⟦", "⟧"
# The report's own made-up language has brackets of another sort.
OPENS, CLOSES = {OPEN, "«"}, {CLOSE, "»"}
SHOWN_ATTRIBUTES = ("aria-label", "title", "alt", "placeholder")
# Words that are the same in every language.
NAMES = {"Commonweal", "GOV.UK", "CSV", "JSON", "PDF", "ZIP", "English", "Cymraeg"}
# Pages of the report are in the report's language, and what is handed to programs in none.
NOT_PAGES = {"published", "published-release", "published-release-file", "published-file", "approve-asked-file",
             "preview"}


@pytest.fixture
def bracketed(monkeypatch):
    """The made-up language."""
    monkeypatch.setattr("commonweal.web.config.middleware._of_the_report", lambda language: PSEUDO)
    monkeypatch.setattr(translation._trans, "gettext", lambda text: f"{OPEN}{text}{CLOSE}" if text else text)
    monkeypatch.setattr(translation._trans, "pgettext", lambda context, text: f"{OPEN}{text}{CLOSE}")
    monkeypatch.setattr(translation._trans, "ngettext",
                        lambda one, many, number: f"{OPEN}{one if number == 1 else many}{CLOSE}")
    monkeypatch.setattr(translation._trans, "npgettext",
                        lambda context, one, many, number: f"{OPEN}{one if number == 1 else many}{CLOSE}")


class _Shown(HTMLParser):
    """The words of a page, those that only some hear among them."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []
        self.inside: list[str] = []

    def handle_starttag(self, tag, attrs):
        if tag in ("script", "style", "code", "pre", "textarea"):
            self.inside.append(tag)
        self.said += ["\n", *(f"\n{value}\n" for name, value in attrs if name in SHOWN_ATTRIBUTES and value)]

    def handle_endtag(self, tag):
        if self.inside and self.inside[-1] == tag:
            self.inside.pop()
        self.said.append("\n")

    def handle_data(self, data):
        if not self.inside:
            self.said.append(data)


def outside(page: str) -> Iterator[str]:
    """What a page says outside of the brackets, in pieces without marks and digits."""
    shown = _Shown()
    shown.feed(page)
    depth, left = 0, []
    for letter in "".join(shown.said):
        depth += letter in OPENS
        left.append(letter if depth == 0 else "\n" if letter in CLOSES else "")
        depth -= letter in CLOSES
    for piece in re.split(r"[\n,;:()/·–→|%£+=]|\s-\s|\d[\d.,]*", "".join(left)):
        if re.search(r"[^\W\d_]{2}", piece := piece.strip(" .?!\"'’“”*✕")):
            yield " ".join(piece.split())


def data() -> str:
    """All that was typed or brought in, and what the framework versions call things."""
    said = []
    for model in apps.get_models():
        names = [field.name for field in model._meta.fields
                 if isinstance(field, CharField | TextField) and not field.choices and field.name != "sort"]
        if names and model._meta.app_label in ("people", "register", "returns", "review", "evidence", "publishing",
                                               "audit"):
            said += [str(value) for row in model.objects.values_list(*names) for value in row if value]
    from commonweal.web.register.models import Text

    said += [bytes(row).decode("utf-8", "replace") for row in Text.objects.values_list("content", flat=True)]
    said += [path.read_text(encoding="utf-8") for path in SOURCE.glob("frameworks/editions/**/*.csv")]
    return "\n".join(" ".join(text.split()) for text in said)


def leaks(page: str, typed: str) -> set[str]:
    """What a page says that neither went through the catalogue nor was typed by anybody."""
    return {piece for piece in outside(page) if piece not in typed and piece not in NAMES}


def test_every_word_of_every_page_is_asked_of_the_catalogue(world, bracketed):  # noqa: F811
    typed, found = data(), {}
    for rule in RULES.values():
        if rule.sees is None or rule.name in NOT_PAGES:
            continue
        for who, browser in world.items():
            answer = browser.get(_address(rule, "own"))
            if answer.streaming or not answer.headers.get("Content-Type", "").startswith("text/html"):
                continue
            for piece in leaks(answer.content.decode(), typed):
                found.setdefault(piece, f"{rule.name} for {who}")
    assert found == {}, "\n".join(f"{piece}  <- {where}" for piece, where in sorted(found.items()))
