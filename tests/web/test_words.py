"""Every word of the site goes through its catalogue: in a made-up language that puts brackets around what it
translates, no page shows anything outside of them but what people typed, names and numbers.
"""

import ast
import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser

import pytest
from django.apps import apps
from django.db.models import CharField, TextField
from django.urls import resolve
from django.utils import translation
from django.utils.dates import MONTHS

from commonweal.exchange.known import known_maps
from commonweal.report.languages import PSEUDO
from commonweal.web.audit.models import Event
from commonweal.web.config.routes import RULES
from commonweal.web.demo.load import load
from commonweal.web.demo.people import PEOPLE
from commonweal.web.fields import ToldField
from commonweal.web.monitoring.models import Whole
from commonweal.web.people.models import Person
from commonweal.web.register.local_spend import files_of
from commonweal.web.register.models import Import, LocalSpend, Text
from tests.house.repository import ROOT, SOURCE
from tests.web.conftest import signed_in
from tests.web.test_routes import _address, world  # noqa: F401 (a fixture)
from tools.gather_words import catalogue

OPEN, CLOSE = "⟦", "⟧"
# The report's own made-up language has brackets of another sort.
OPENS, CLOSES = {OPEN, "«"}, {CLOSE, "»"}
SHOWN_ATTRIBUTES = ("aria-label", "title", "alt", "placeholder")
# Words that are the same in every language.
NAMES = {"Commonweal", "GOV.UK", "CSV", "JSON", "PDF", "ZIP", "English", "Cymraeg"}
# Pages of the report are in the report's language, and that about the interface in the language of its description.
NOT_PAGES = {"published", "published-release", "published-release-file", "published-file", "approve-asked-file",
             "preview", "interface"}
# Texts that hold what was told, as JSON.
_TOLD = {(Import, "said")}
# How many pages of each kind are looked at in the demonstration, for each of its people.
OF_A_KIND = 2


@pytest.fixture
def bracketed(monkeypatch):
    """The made-up language; it notes what it was asked for."""
    asked: set[str] = set()

    def one(text: str) -> str:
        asked.add(text)
        return f"{OPEN}{text}{CLOSE}" if text else text

    monkeypatch.setattr("commonweal.web.config.middleware._of_the_report", lambda language: PSEUDO)
    monkeypatch.setattr(translation._trans, "gettext", one)
    monkeypatch.setattr(translation._trans, "pgettext", lambda context, text: f"{OPEN}{text}{CLOSE}")
    monkeypatch.setattr(translation._trans, "ngettext",
                        lambda text, many, number: one(text) if number == 1 else f"{OPEN}{many}{CLOSE}")
    monkeypatch.setattr(translation._trans, "npgettext",
                        lambda context, text, many, number: f"{OPEN}{text if number == 1 else many}{CLOSE}")
    return asked


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
                 if isinstance(field, CharField | TextField) and not isinstance(field, ToldField)
                 and not field.choices and (model, field.name) not in _TOLD and field.name != "sort"]
        if names and model._meta.app_label in ("people", "register", "returns", "review", "evidence", "publishing",
                                               "audit"):
            said += [str(value) for row in model.objects.values_list(*names) for value in row if value]
    said += [bytes(row).decode("utf-8", "replace") for row in Text.objects.values_list("content", flat=True)]
    said += [path.read_text(encoding="utf-8") for path in SOURCE.glob("frameworks/editions/**/*.csv")]
    said += map(str, known_maps().values())
    # The trail names a thing by its table and its key.
    said += [" ".join(thing) for thing in Event.objects.values_list("table", "key")]
    # Titles of figures are in the language of the report.
    said += [json.dumps(figures, ensure_ascii=False) for figures in Whole.objects.values_list("figures", flat=True)]
    said += [text for found in LocalSpend.objects.exclude(archive=b"") for name, content in files_of(found).items()
             if not name.endswith(".xlsx") for text in (content.decode(), content.decode().replace('"', ""))]
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


def _pages(browser, found: dict[str, int]) -> Iterator[tuple[str, str]]:
    """Pages that are reached by links from where work begins, some of each kind: what they are, and what they say."""
    waiting, seen = ["/northmere/", "/you/"], set()
    while waiting:
        address = waiting.pop(0)
        if address in seen:
            continue
        seen.add(address)
        answer = browser.get(address, follow=True)
        name = answer.resolver_match.view_name if answer.resolver_match else ""
        if (found.get(name, 0) >= OF_A_KIND or name in NOT_PAGES or answer.streaming
                or not answer.headers["Content-Type"].startswith("text/html")):
            continue
        found[name] = found.get(name, 0) + 1
        page = answer.content.decode()
        yield name, page
        for link in re.findall(r'href="(/(?:northmere|you)/[^"#?]*)', page):
            kind = resolve(link).view_name
            if found.get(kind, 0) < OF_A_KIND and link not in seen:
                waiting.append(link)


def test_every_word_that_the_people_of_the_demonstration_read_is_asked_of_the_catalogue(
        db, settings, request, monkeypatch):
    settings.SECOND_FACTOR = False
    monkeypatch.setattr("commonweal.web.monitoring.drawings.languages", lambda: (PSEUDO,))
    load(ROOT / "examples")
    bracketed_words = request.getfixturevalue("bracketed")
    typed, found, kinds = data(), {}, set()
    for invented in PEOPLE:
        counts: dict[str, int] = {}
        for name, page in _pages(signed_in(Person.objects.get(email=invented.email)), counts):
            found |= dict.fromkeys(leaks(page, typed), f"{name} for {invented.name}")
        kinds |= counts.keys()
    assert found == {}, "\n".join(f"{piece}  <- {where}" for piece, where in sorted(found.items()))
    # Django has the months; what was asked for twice has its brackets already.
    known = catalogue().keys() | {"demonstration", *(str(month).strip(OPEN + CLOSE) for month in MONTHS.values())}
    missing = {words for words in bracketed_words - known if OPEN not in words and re.search(r"\w", words)}
    assert missing == set(), '\n'.join(sorted(missing))
    looked_at = {"overview", "quarters", "activity-progress", "activity", "queue", "returns", "faults", "own-reminders"}
    assert looked_at - kinds == set()


SENTENCE = re.compile(r"^[^a-z]*[A-Z].* .*[.?!]$")


def _said_outright(tree: ast.AST) -> Iterator[str]:
    """Whole sentences that a function answers, or refuses with, without asking the catalogue."""

    def leaves(node: ast.AST | None) -> Iterator[ast.AST]:
        if isinstance(node, ast.IfExp):
            yield from (*leaves(node.body), *leaves(node.orelse))
        elif isinstance(node, ast.BoolOp):
            yield from (leaf for value in node.values for leaf in leaves(value))
        elif node is not None:
            yield node

    for node in ast.walk(tree):
        refuses = isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Refused" and node.args
        answer = node.args[0] if refuses else node.value if isinstance(node, ast.Return) else None
        for leaf in leaves(answer):
            parts = [leaf] if isinstance(leaf, ast.Constant) else leaf.values if isinstance(leaf, ast.JoinedStr) else []
            text = "".join(str(part.value) if isinstance(part, ast.Constant) else "X" for part in parts)
            if SENTENCE.match(text):
                yield text


def test_reasons_and_refusals_that_pages_show_are_asked_of_the_catalogue():
    # What only whoever runs the site reads, what a job keeps, and what the interface answers in its own language.
    apart = {"backup.py", "making.py", "chain.py", "surroundings.py"}
    rooms = [path for path in sorted((SOURCE / "web").rglob("*.py"))
             if path.name not in apart and not {"management", "demo", "interface"} & set(path.parts)]
    assert len(rooms) > 100
    found = {(path.name, text) for path in rooms for text in _said_outright(ast.parse(path.read_text("utf-8")))}
    assert found == set()
