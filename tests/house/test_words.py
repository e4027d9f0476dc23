"""The words that people read: plain, and from one list; and what the documentation may not say."""

import re
import tomllib

import pytest

from tests.house.repository import ROOT, SOURCE, texts

ROW = re.compile(r"^\| ([^|]+) \| ([^|]+) \| ([^|]+) \|$", re.MULTILINE)
GLOSSARY = {word.strip(): (means.strip(), shown.strip())
            for word, means, shown in ROW.findall((ROOT / "GLOSSARY.md").read_text(encoding="utf-8"))
            if word.strip() not in ("word", "---")}
# Words of the code that are also everyday English, where a page may use them in the everyday sense.
EVERYDAY = {"activity", "adjustment", "appraisal", "committed", "declared", "draft", "gap", "gross", "indicator",
            "kind", "net", "offer", "opportunity", "package", "price year", "promise", "release", "reported",
            "review", "stage", "submitted", "rejected", "verified", "potential", "confirmed", "stated", "commitment",
            "book"}
TEMPLATES = sorted(SOURCE.rglob("*.jinja"))
CATALOGUES = sorted(SOURCE.glob("report/catalogue/*.toml"))
JARGON = [word for word, (_, shown) in GLOSSARY.items()
          if shown != "–" and word not in shown.lower() and word not in EVERYDAY]


def _read_by_people(template: str) -> str:
    """A template without its code, its comments, its style and its tags: the words that a page shows."""
    text = re.sub(r"<(style|script)\b.*?</\1>", " ", template, flags=re.DOTALL)
    text = re.sub(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", " ", text, flags=re.DOTALL)
    return re.sub(r"<[^>]*>", " ", text)


def _jargon(text: str) -> list[str]:
    return [word for word in JARGON if re.search(rf"\b{re.escape(word)}s?\b", text.lower())]


def test_the_glossary_has_every_noun_of_the_house_once_with_a_meaning():
    words = [word.strip() for word, _, _ in ROW.findall((ROOT / "GLOSSARY.md").read_text(encoding="utf-8"))]
    assert len(words) == len(set(words))
    for noun in ("framework", "edition", "measure", "unit value", "kind", "activity", "role", "commitment",
                 "scheduled line", "delivery", "standing", "expected by now", "evidence", "review", "net factor",
                 "book", "snapshot", "digest", "valued line", "figure", "indicator", "finding", "release", "promise",
                 "stage"):
        means, shown = GLOSSARY[noun]
        assert means and shown


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_a_page_uses_the_plain_word_where_there_is_one(template):
    assert _jargon(_read_by_people(template.read_text(encoding="utf-8"))) == []


def _sentences(found: object) -> list[str]:
    return [found] if isinstance(found, str) else [text for inner in found.values() for text in _sentences(inner)]


@pytest.mark.parametrize("catalogue", CATALOGUES, ids=lambda path: path.name)
def test_a_sentence_that_the_report_prints_uses_the_plain_word_where_there_is_one(catalogue):
    sentences = _sentences(tomllib.loads(catalogue.read_text(encoding="utf-8")))
    assert len(sentences) > 100
    # What stands in braces is filled in, and what stands between backticks is a command to type.
    assert [(word, text) for text in sentences for word in _jargon(re.sub(r"\{[a-z_]+\}|`[^`]*`", " ", text))] == []


@pytest.mark.parametrize(("group", "words"), [
    ("status", ["potential", "offered", "committed", "reported", "verified", "confirmed", "stated"]),
    ("claim_state", ["draft", "submitted", "queried", "rejected"]),
    ("reduction", ["deadweight", "displacement", "leakage", "drop-off"]),
])
def test_the_words_of_the_report_are_the_glossarys(group, words):
    catalogue = tomllib.loads((SOURCE / "report/catalogue/en-GB.toml").read_text(encoding="utf-8"))
    printed = {word: catalogue[group][word].lower() for word in words}
    assert printed == {word: GLOSSARY[word][1].lower() for word in words}


# Written in pieces, so that this file does not hold what it looks for.
HOW_IT_WAS_MADE = re.compile(
    r"\b(?:A" r"I|L" r"LM|Chat" r"GPT|Cla" r"ude|Co" r"pilot|OpenA" r"I|Anth" r"ropic|language " r"model|"
    r"mission[ _]" r"rows?|issue #?\d|the bri" r"ef|seed re" r"port|sub-?age" r"nts?)\b")


def test_no_file_says_how_it_was_made():
    # The file of source rows is named by the test that reads it from beside the checkout.
    found = [(name, match.group()) for name, text in texts() if not name.startswith(("tests/realdata/", "requirements"))
             for match in [HOW_IT_WAS_MADE.search(text)] if match]
    assert found == []


BOAST = re.compile(r"\b(?:the|our) (?:very )?(?:first|only) (?:open|system|tool|product|platform|software|project)|"
                   r"\bunlike (?:other|any|all|most)\b|\bbest[- ]in[- ]class\b|\bworld[- ](?:class|leading)\b|"
                   r"\bno other (?:system|tool|product|platform|software)\b", re.IGNORECASE)


def test_the_documentation_boasts_of_nothing():
    pages = [(name, text) for name, text in texts() if name.endswith((".md", ".yml", ".cff", ".toml"))]
    assert [(name, match.group()) for name, text in pages for match in [BOAST.search(text)] if match] == []


def test_the_documentation_says_which_platforms_it_was_not_run_on():
    assert "untested" in (ROOT / "README.md").read_text(encoding="utf-8")
