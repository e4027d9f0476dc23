"""Stories and sections: Markdown files with a TOML heading between lines of +++, some of them in another language.

A translation lies beside what it translates, with its language before the ending: 01-foreword.md, 01-foreword.cy.md.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from commonweal.basics.csv_files import decode
from commonweal.basics.findings import Finding, Severity
from commonweal.basics.told import told
from commonweal.basics.toml_files import Key, check_keys, parse_toml
from commonweal.ledger.languages import CODE
from commonweal.ledger.tables import AREAS

PARTS = ("foreword", "introduction", "purpose", "alignment", "employer", "investor", "service-provider",
         "commissioner", "civic-leader", "priorities", "method", "questions")
# What readers with power ask; a section of the part "questions" answers one of them, or says why nobody can.
QUESTIONS = ("anyway", "cost", "crowding", "undelivered", "comparison", "places")

_NUMBERS = Key(list, "numbers in the words that no figure carries, each as { text = \"…\", source = \"…\" }")
_LANGUAGE = Key(str, "the language it is written in, where that is not the report's")
STORY = {
    "title": Key(str, "the story's title", required=True),
    "activity": Key(str, "the activity it is about"),
    "role": Key(str, f"one of {', '.join(AREAS)}", required=True),
    "place": Key(str, "where it happened"),
    "consent": Key(str, "yes, not-needed or no", required=True),
    "consent_by": Key(str, "who agreed, by what they are (a parent, a resident), never by name"),
    "consent_until": Key(date, "the last day the consent holds"),
    "measures": Key(list, "the measures it illustrates"),
    "image": Key(str, "the name of a picture in stories/: a PNG, JPEG or WebP file"),
    "alt": Key(str, "what the picture shows, for those who cannot see it"),
    "rights": Key(str, "who owns the picture and under which licence it is printed"),
    "numbers": _NUMBERS,
    "negative": Key(bool, "true for a story about something that did not work"),
    "source": Key(str, "where it comes from"),
    "language": _LANGUAGE,
}
SECTION = {
    "title": Key(str, "the section's heading", required=True),
    "part": Key(str, f"one of {', '.join(PARTS)}", required=True),
    "order": Key(int, "its place within the part", required=True),
    "question": Key(str, f"for a section of the part questions: one of {', '.join(QUESTIONS)}"),
    "cannot_say": Key(bool, "true for a section that only says why nobody can answer its question"),
    "author": Key(str, "the office that answers for it and signs it"),
    "signed": Key(date, "the day on which it was signed off"),
    "state": Key(str, "draft, reviewed or signed-off", required=True),
    "numbers": _NUMBERS,
    "source": Key(str, "where it comes from"),
    "language": _LANGUAGE,
}
CHOICES = {
    "role": AREAS, "part": PARTS, "question": QUESTIONS, "consent": ("yes", "not-needed", "no"),
    "state": ("draft", "reviewed", "signed-off"),
}


@dataclass(frozen=True)
class Page:
    """One Markdown file: its heading as data, its text, the row its text starts on, and the same in other languages.

    `language` is blank where it is the report's own.
    """

    name: str
    heading: Mapping[str, object]
    text: str
    first_row: int
    language: str = ""
    translations: tuple["Page", ...] = ()
    file: str = ""

    @property
    def in_all(self) -> tuple["Page", ...]:
        """The page itself, then each of its translations."""
        return (self, *self.translations)

    def say(self, key: str) -> str:
        """The heading's text under a key; empty where there is none."""
        return str(self.heading.get(key, ""))


def read_pages(folder: Path, what: str) -> tuple[list[Page], list[Finding]]:
    """All Markdown files of `stories` or `sections`, in name order, and the findings that refused some.

    A translation is listed with the page that it translates, and not by itself.
    """
    keys = STORY if what == "stories" else SECTION
    pages: list[Page] = []
    findings: list[Finding] = []
    for path in sorted((folder / what).glob("*.md")):
        page, faults = _read_page(path, f"{what}/{path.name}", keys)
        findings += faults
        if page:
            pages.append(page)
    return _with_translations(pages, findings), findings


def _with_translations(read: list[Page], findings: list[Finding]) -> list[Page]:
    pages = {page.name: page for page in read if page.name == _stem(page)}
    for page in read:
        if page.name == _stem(page):
            continue
        whole = pages.get(page.name)
        if whole is None:
            findings.append(Finding("PAGE-TRANSLATION", Severity.ERROR,
                                    told("there is nothing that this file translates."),
                                    told("Write {name}.md beside it, or name it after what it translates.",
                                         name=page.name), page.file))
        else:
            pages[page.name] = replace(whole, translations=(*whole.translations, page))
    return list(pages.values())


def _stem(page: Page) -> str:
    return page.file.rpartition("/")[2].removesuffix(".md")


def _read_page(path: Path, file: str, keys: Mapping[str, Key]) -> tuple[Page | None, list[Finding]]:
    findings: list[Finding] = []
    try:
        raw = path.read_bytes()
    except OSError as error:
        return None, [Finding("FILE-UNREADABLE", Severity.ERROR,
                              told("the file cannot be opened ({why}).", why=error.strerror),
                              told("Put a Markdown file in its place, or take it away."), file)]
    text = decode(raw, file, findings)
    if text is None:
        return None, findings
    text = text.replace("\r\n", "\n")
    parts = re.match(r"\+\+\+\n(.*?)\n\+\+\+\n?(.*)\Z", text, re.DOTALL)
    if not parts:
        return None, [
            Finding("PAGE-HEADING", Severity.ERROR,
                    told("the file does not begin with a heading between lines of +++."),
                    told("Copy the heading of another story or section."), file, 1)
        ]
    data, findings = parse_toml(parts.group(1), file, first_row=2)
    if data is None:
        return None, findings
    findings = check_keys(data, keys, file)
    for name, choices in CHOICES.items():
        if name in data and data[name] not in choices:
            findings.append(Finding("PAGE-CHOICE", Severity.ERROR,
                                    told("'{data}' is not a {name}.", data=data[name], name=name),
                                    told("Write one of: {choices}.", choices=", ".join(choices)), file, column=name))
    name, _, language = path.stem.rpartition(".")
    if not name or not CODE.fullmatch(language):
        name, language = path.stem, str(data.get("language", ""))
    if language and not CODE.fullmatch(language):
        findings.append(Finding("PAGE-CHOICE", Severity.ERROR,
                                told("'{language}' is not the code of a language.", language=language),
                                told('Write a code such as "cy" or "en-GB".'), file, column="language"))
    if (data.get("part") == "questions") != ("question" in data):
        findings.append(Finding("PAGE-QUESTION", Severity.ERROR,
                                told("a section of the part questions names its question, and no other section does."),
                                told('Write part = "questions" and question = one of: {questions}.',
                                     questions=", ".join(QUESTIONS)), file,
                                column="question"))
    if findings:
        return None, findings
    first_row = text[: parts.start(2)].count("\n") + 1
    return Page(name, data, parts.group(2).strip(), first_row, language, file=file), []
