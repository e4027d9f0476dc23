"""Stories and chapters as forms: the heading's declared keys as fields, the words as Markdown, and both read back."""

import re
import tempfile
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from django import forms
from django.utils.text import slugify
from django.utils.translation import gettext, gettext_lazy

from commonweal.basics.findings import Finding, Severity
from commonweal.basics.told import Told, told
from commonweal.basics.toml_files import Key, toml_value
from commonweal.exchange.files import File
from commonweal.exchange.sniffing import NotTaken
from commonweal.ledger.pages import CHOICES, SECTION, STORY, Page, read_pages
from commonweal.ledger.pictures import MOST_BYTES, MOST_PIXELS, NotAPicture, Picture, read_picture
from commonweal.report.html import prose
from commonweal.report.prose.binding import references
from commonweal.report.prose.check import check_page
from commonweal.web.config.pages import capital
from commonweal.web.evidence.photographs import fitting, size_of, without_notes
from commonweal.web.evidence.sorts import MOST_BYTES as MOST_BROUGHT
from commonweal.web.monitoring.naming import named
from commonweal.web.people.models import Body
from commonweal.web.register.columns import DayField
from commonweal.web.register.models import ROWS, Text
from commonweal.web.register.words import choice, plain
from commonweal.web.saying import in_full, say

KINDS: Mapping[str, Mapping[str, Key]] = {"stories": STORY, "sections": SECTION}
_LABELS = {
    "title": gettext_lazy("Title"), "activity": gettext_lazy("Contract or project"), "role": gettext_lazy("Role"),
    "place": gettext_lazy("Where"), "consent": gettext_lazy("Did the people in it agree?"),
    "consent_by": gettext_lazy("Who agreed"), "consent_until": gettext_lazy("Until when they agreed"),
    "measures": gettext_lazy("Measures that it shows"), "alt": gettext_lazy("What the picture shows"),
    "rights": gettext_lazy("Whose picture it is, and its licence"),
    "numbers": gettext_lazy("Numbers with their sources"), "negative": gettext_lazy("Something that did not work"),
    "source": gettext_lazy("Where it comes from"), "language": gettext_lazy("Language"),
    "part": gettext_lazy("Part of the report"), "order": gettext_lazy("Place within the part"),
    "question": gettext_lazy("Question that it answers"),
    "cannot_say": gettext_lazy("It only says why nobody can answer"),
    "author": gettext_lazy("Office that signs it"), "signed": gettext_lazy("Day it was signed off"),
    "state": gettext_lazy("State"),
}
_HEADING = re.compile(r"\+\+\+\n.*?\n\+\+\+\n?(.*)\Z", re.DOTALL)


class TextForm(forms.Form):
    """One story or chapter. What it makes is read back by the ledger's own reader; what that finds are its errors."""

    row_version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, body: Body, kind: str, *said: Any, page: Page | None = None, version: int = 0,
                 within: frozenset[str] | None = None) -> None:
        self.body, self.kind, self.page, self.advice = body, kind, page, ()
        self.as_of: date | None = None
        self.content, self.path = "", f"{kind}/{page.file.rpartition('/')[2]}" if page else ""
        # The picture by its name among the texts; and, where a camera's notes were taken out, what arrived.
        self.picture: dict[str, bytes] = {}
        self.arrived: dict[str, str] = {}
        # What was done to the picture, in whole sentences.
        self.done: list[str] = []
        heading = dict(page.heading) if page else {}
        super().__init__(*said, initial={
            "row_version": version, **heading, "words": page.text if page else "",
            "measures": ";".join(map(str, heading.get("measures", ()))),
            "numbers": "\n".join(f"{one['text']} | {one['source']}" for one in heading.get("numbers", ()))})
        for name, key in KINDS[kind].items():
            if name != "image":
                self.fields[name] = _field(body, name, key)
        if within is not None:
            # Who looks after some contracts only cannot give a story to another one, nor to none.
            self.fields["activity"].required = True
            self.fields["activity"].choices = [found for found in self.fields["activity"].choices if found[0] in within]
        if kind == "stories":
            self.fields["picture"] = forms.FileField(
                label=gettext_lazy("Picture"), required=False, help_text=gettext(
                    "A PNG, JPEG or WebP file of at most %(most)s MB. The camera's notes, which can tell where it was "
                    "taken, are taken out for you, and a picture that is too large for a page is made smaller.") % {
                        "most": MOST_BROUGHT // 1_000_000})
            self.order_fields([*list(self.fields)[:list(self.fields).index("alt")], "picture"])
        self.fields["words"] = forms.CharField(
            label=gettext_lazy("Words"), widget=forms.Textarea({"rows": 18}), strip=False, help_text=gettext_lazy(
                "Paragraphs are parted by an empty line; # begins a heading, and - the lines of a list. A figure is "
                "named in braces."))

    def clean(self) -> dict[str, Any]:
        """Make the text, read it back, and ask the checks about it."""
        read = super().clean() or {}
        if self.errors:
            return read
        self.path = self.path or f"{self.kind}/{self._new_name(str(read['title']))}.md"
        self._take_picture(read)
        heading = {name: self._said(name, read) for name in KINDS[self.kind] if name != "image"}
        if image := self._image():
            heading["image"] = image
        lines = [f"{name} = {toml_value(value)}" for name, value in heading.items()
                 if value not in (None, "", [], False)]
        words = str(read["words"]).replace("\r\n", "\n").strip()
        self.content = "+++\n" + "\n".join(lines) + "\n+++\n" + words + "\n"
        page, findings = self._read_back()
        for finding in findings:
            self.add_error(finding.column if finding.column in self.fields else None,
                           in_full(finding))
        if page and self._image() and not (page.say("alt") and page.say("rights")):
            self.add_error("alt", gettext("A picture needs words for those who cannot see it, and whose it is."))
        if page and page.say("consent") == "yes" and not page.heading.get("consent_until"):
            self.add_error("consent_until", gettext("Write until when the people agreed."))
        self.advice = tuple(self.checked(page)) if page else ()
        return read

    def preview(self) -> str:
        """The words as the report prints them, cleaned of whatever could run; a figure by its name in braces."""
        return str(prose(lambda figure, up: "#preview", str(self.cleaned_data.get("words", "")), 2))

    def _said(self, name: str, read: Mapping[str, Any]) -> Any:
        value = read.get(name)
        if name == "measures":
            return [part.strip() for part in str(value or "").split(";") if part.strip()]
        if name == "numbers":
            parted = [line.partition("|") for line in str(value or "").splitlines() if line.strip()]
            return [{"text": text.strip(), "source": source.strip()} for text, _, source in parted]
        return value.strip() if isinstance(value, str) else value

    def _image(self) -> str:
        new = next(iter(self.picture), "")
        return new.rpartition("/")[2] or (self.page.say("image") if self.page else "")

    def _take_picture(self, read: Mapping[str, Any]) -> None:
        upload = read.get("picture")
        if not upload:
            return
        arrived = File(upload.name, upload.read(MOST_BROUGHT + 1))
        try:
            if len(arrived.content) > MOST_BROUGHT:
                raise NotTaken("FILE-SIZE", told("it is larger than {most} MB.", most=MOST_BROUGHT // 1_000_000),
                               told("Save it smaller."))
            with tempfile.TemporaryDirectory() as work:
                place = Path(work) / "picture"
                place.write_bytes(fitting(arrived.content, MOST_BYTES, MOST_PIXELS))
                picture = read_picture(place)
        except (NotTaken, NotAPicture) as fault:
            self.add_error("picture", capital(
                f"{say(str(fault))} {say(fault.mend)}" if isinstance(fault, NotTaken) else f"{say(str(fault))}."))
            return
        name = f"stories/{self.path.rpartition('/')[2].removesuffix('.md')}.{picture.kind}"
        self.picture = {name: picture.content}
        if picture.content != arrived.content:
            self.arrived = {f"{name}.arrived": arrived.sha256}
            self.done = _done_to(arrived.content, picture)

    def _read_back(self) -> tuple[Page | None, list[Finding]]:
        with tempfile.TemporaryDirectory() as work:
            place = Path(work) / self.path
            place.parent.mkdir(parents=True)
            place.write_text(self.content, encoding="utf-8", newline="")
            pages, findings = read_pages(Path(work), self.kind)
        # Whether it translates something shows only beside the others.
        return (pages[0] if pages else None), [found for found in findings if found.code != "PAGE-TRANSLATION"]

    def checked(self, page: Page) -> list[Finding]:
        """What is to be looked at: figures that are named and not there, numbers that nothing stands behind, and people
        who did not agree. These are the very checks of a publication; places are lines of the words as they were typed.
        """
        wanted = {reference.figure for reference in references(page.text)}
        figures, self.as_of = named(self.body, wanted)
        found = [replace(finding, file="", row=None, column="", message=_with_line(finding, page))
                 for finding in check_page(page, self.path, figures)
                 # Before any figures were made nobody can say which there are.
                 if self.as_of or not (finding.code == "PROSE-REFERENCE" and finding.subject in wanted)]
        if page.say("consent") == "no":
            found.append(Finding("STORY-CONSENT", Severity.NOTE,
                                 told("the people in it did not agree, so it is not printed."),
                                 told("Ask them, or take the story out.")))
        return found

    def _new_name(self, title: str) -> str:
        stem = slugify(title)[:60] or self.kind
        taken = set(Text.objects.filter(body=self.body, path__startswith=f"{self.kind}/{stem}").values_list(
            "path", flat=True))
        names = [stem, *(f"{stem}-{number}" for number in range(2, len(taken) + 3))]
        return next(name for name in names if f"{self.kind}/{name}.md" not in taken)


def _done_to(arrived: bytes, picture: Picture) -> list[str]:
    """What was done to a picture before it is kept, as its writer is told."""
    clean = without_notes(arrived)
    done = []
    if clean != arrived:
        done.append(gettext("The place and the camera's other notes were taken out of the picture."))
    if picture.content != clean:
        sides = zip(("width", "height", "now_width", "now_height"),
                    (*size_of(arrived), picture.width, picture.height), strict=True)
        done.append(gettext(
            "The picture was made smaller, so that the page of the report opens quickly: it had %(width)s by "
            "%(height)s points and %(bytes)s bytes, and has %(now_width)s by %(now_height)s points and %(now_bytes)s "
            "bytes. The larger one is not kept.") % ({name: f"{side:,}" for name, side in sides} | {
                "bytes": f"{len(arrived):,}", "now_bytes": f"{len(picture.content):,}"}))
    return done


def _with_line(finding: Finding, page: Page) -> Told:
    if finding.row is None or finding.row < page.first_row:
        return finding.message
    return told("In line {line} of the words: {message}", line=finding.row - page.first_row + 1,
                message=finding.message)


def _field(body: Body, name: str, key: Key) -> forms.Field:
    said_apart = name in CHOICES or name == "title"
    said: dict[str, Any] = {"label": _LABELS.get(name, name), "required": key.required,
                            "help_text": "" if said_apart else capital(plain(gettext(key.meaning)))}
    if name in CHOICES:
        blank = [] if key.required and len(CHOICES[name]) <= 3 else [("", gettext("None"))]
        choices = blank + [(word, _word(name, word)) for word in CHOICES[name]]
        return forms.ChoiceField(**said, choices=choices,
                                 widget=forms.RadioSelect if len(choices) <= 4 else forms.Select)
    if name in ("activity", "place"):
        rows = ROWS["activities" if name == "activity" else "places"].objects.filter(body=body)
        shown = "title" if name == "activity" else "name"
        listed = rows.order_by(shown).values_list("key", shown)
        return forms.ChoiceField(**said, choices=[("", gettext("None")), *listed])
    if key.kind is bool:
        return forms.BooleanField(**said)
    if key.kind is int:
        return forms.IntegerField(**said, min_value=0, widget=forms.TextInput({"inputmode": "numeric"}))
    if key.kind is date:
        return DayField(**said)
    if name == "numbers":
        said["help_text"] = gettext("One a line: the words as they stand in the text, an upright line |, the source.")
    if name == "measures":
        said["help_text"] = gettext("Ids of measures, parted by semicolons.")
    long = name in ("numbers", "alt")
    return forms.CharField(**said, widget=forms.Textarea({"rows": 3}) if long else forms.TextInput())


def _word(name: str, word: str) -> str:
    said = {"yes": gettext("Yes"), "no": gettext("No"), "not-needed": gettext("Not needed: nobody can be recognised"),
            "draft": gettext("Being written"), "reviewed": gettext("Read over, not signed"),
            "signed-off": gettext("Signed off")}
    return said.get(word) or capital(choice("", name, word))
