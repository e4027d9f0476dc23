"""A reference in braces becomes the figure it names: bound, number, unit and status as printed everywhere, linked.

{quantity.verified.trees-planted.2024-25} is printed as "over 10,000 trees (checked)". After a comma an author may add
"without status" or "number only", where the sentence says the rest itself.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from commonweal.basics.findings import Finding, Severity
from commonweal.basics.told import Told, told
from commonweal.indicators.figure import SUPPRESSED, Figure
from commonweal.report.words import CATALOGUE, amount, shown, unit_after

WITHOUT_STATUS = "without status"
NUMBER_ONLY = "number only"
FORMS = ("", WITHOUT_STATUS, NUMBER_ONLY)

# Code is typed or compared and not printed as prose, so braces in it name no figure. An editor may break the line after
# the comma of a reference.
_CODE_OR_REFERENCE = re.compile(
    r"(?P<code>(?P<ticks>`+)(?!`).*?(?<!`)(?P=ticks)(?!`))|(?<!\\)\{(?P<inside>[^{}]*)\}", re.DOTALL)
_SENTENCE_START = re.compile(r"(?:^|[.!?][”\"’)]?\s+|\n[ \t]*\n|\n[ \t]*(?:[-*+>]|\d+[.)])[ \t]+)[*_ ]*$")
_SIGNS = frozenset("£$€¥%‰")
# "-{…}" would be read as a number below zero; "{…}–{…}" is a span.
_BELOW_ZERO = re.compile(r"(?:^|[\s(\[*_\"“‘])([-−–])$")
_MARKDOWN_SIGNS = re.compile(r"([\\`*_\[\]<>])")


@dataclass(frozen=True)
class Reference:
    """One reference as typed: the figure's id, the form asked for, and where it stands in its text."""

    figure: str
    form: str
    start: int
    end: int


def references(markdown: str) -> Iterator[Reference]:
    """Every pair of braces outside code, in its order, whether or not there is such a figure."""
    for found in _CODE_OR_REFERENCE.finditer(markdown):
        if found["code"] is None:
            name, _, form = found["inside"].partition(",")
            yield Reference(name.strip(), " ".join(form.split()), found.start(), found.end())


def without_references(text: str) -> str:
    """The text with a mark in the place of every reference, its lines kept."""
    return _CODE_OR_REFERENCE.sub(
        lambda found: found[0] if found["code"] else "\ufffc" + "\n" * found[0].count("\n"), text)


def bind(markdown: str, figures: Mapping[str, Figure], link: Callable[[str], str], *, file: str = "",
         first_row: int = 1) -> tuple[str, list[Finding]]:
    """Markdown with every reference printed and linked, and an error for each that cannot be.

    `link` gives the address of a figure's page from its id. A reference that fails stays as it was typed. Figures whose
    unit is a measure's have it in the singular, as the measure does; it is printed in the plural where that is right.
    """
    referred = [*references(markdown)]
    measured = frozenset(figure.unit for figure in figures.values() if figure.measure) if referred else frozenset()
    findings: list[Finding] = []
    parts: list[str] = []
    end = 0
    for reference in referred:
        figure = figures.get(reference.figure)
        fault = _fault(reference, figure) or _glued(reference, markdown) if figure else None
        parts.append(markdown[end:reference.start])
        if figure is None or fault:
            message, mend = fault or _unknown(reference, figures)
            row = first_row + markdown.count("\n", 0, reference.start)
            findings.append(
                Finding("PROSE-REFERENCE", Severity.ERROR, message, mend, file, row, subject=reference.figure))
            parts.append(markdown[reference.start:reference.end])
        else:
            words = in_prose(figure, reference.form, measured=figure.unit in measured)
            if _SENTENCE_START.search(markdown, 0, reference.start):
                words = words[:1].upper() + words[1:]
            parts.append("[" + _MARKDOWN_SIGNS.sub(r"\\\1", words) + f"]({link(figure.id)})")
        end = reference.end
    return "".join([*parts, markdown[end:]]), findings


def in_prose(figure: Figure, form: str = "", *, measured: bool = True) -> str:
    """A figure with a number as it stands in a sentence: "over 10,000 homes (reported)"."""
    number = SUPPRESSED if figure.suppressed or figure.value is None else amount(figure.value, figure.unit)
    words = [shown("bound", figure.bound), number]
    if form != NUMBER_ONLY:
        words.append(unit_after(figure.unit, figure.value, measured=measured))
    if not form:
        statuses = CATALOGUE["status"]
        status = str(statuses.get(figure.standing, statuses["computed"]))
        words.append(f"({status[:1].lower()}{status[1:]})")
    return " ".join(word for word in words if word)


def _unknown(reference: Reference, figures: Mapping[str, Figure]) -> tuple[Told, Told]:
    near = get_close_matches(reference.figure, figures, 3)
    return (told("there is no figure '{figure}'.", figure=reference.figure),
            told("Did you mean {near}?", near=" or ".join(near)) if near else
            told("The ids stand on the figures' pages and in figures.csv."))


def _fault(reference: Reference, figure: Figure) -> tuple[Told, Told] | None:
    """What keeps a figure from being printed as asked, and how to mend it."""
    if reference.form not in FORMS:
        return (told("a reference cannot be printed '{form}'.", form=reference.form),
                told("After the comma write '{without_status}' or '{number_only}', or leave the comma out.",
                     without_status=WITHOUT_STATUS, number_only=NUMBER_ONLY))
    if figure.value is None and not figure.suppressed:
        return (told("the figure '{figure}' has no number.", figure=figure.id),
                told("Say in words that there is none, or name another figure."))
    return None


def _glued(reference: Reference, markdown: str) -> tuple[Told, Told] | None:
    """A sign right before, or a sign or letter right behind, that would make another number of the one printed."""
    before, behind = markdown[:reference.start][-1:], markdown[reference.end:reference.end + 1]
    minus = _BELOW_ZERO.search(markdown, 0, reference.start)
    sign = minus[1] if minus else before if before in _SIGNS else behind if behind.isalpha() or behind in _SIGNS else ""
    if behind == "{":
        return (told("another figure stands right behind the figure '{figure}': the two would be read as one number.",
                     figure=reference.figure),
                told("Leave a blank or a word between them."))
    if not sign:
        return None
    return (told("'{sign}' stands right beside the figure '{figure}', which is printed with its own signs.", sign=sign,
                 figure=reference.figure),
            told("Take it away, or leave a blank between them."))
