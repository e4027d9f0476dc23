"""What a body's footer pages say, and what of them is still to be filled in."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext
from markupsafe import Markup

from commonweal.basics.findings import Finding, Refused, Severity
from commonweal.report.html import prose
from commonweal.web.audit.models import Period
from commonweal.web.audit.retention import KINDS as KEPT
from commonweal.web.notices.models import Notice
from commonweal.web.notices.parts import CHOICE, DAY, KINDS, PLACEHOLDER, TEXT, Part
from commonweal.web.notices.personal import HELD, Held
from commonweal.web.people.models import Body
from commonweal.web.register.reading import settings_of


def said_of(body: Body, kind: str) -> tuple[dict[str, str], int]:
    """What stands in each part of a footer page, and its version: 0 where it is still the text to begin with."""
    found = Notice.objects.filter(body=body, kind=kind).first()
    return (dict(found.said), found.version) if found else (starter(body, kind), 0)


def starter(body: Body, kind: str) -> dict[str, str]:
    """The text that a body begins with. What its report says already of whom to turn to is not asked for again."""
    said = {part.name: str(part.starter) % {"body": body.name} if part.starter else "" for part in KINDS[kind].parts}
    if kind == "accessibility":
        said["contact"] = _contact_of_the_report(body) or said["contact"]
    return said


def _contact_of_the_report(body: Body) -> str:
    try:
        return settings_of(body).accessibility.contact
    except Refused:  # A body without records yet, or with settings that cannot be read.
        return ""


@dataclass(frozen=True)
class Shown:
    """One part as readers see it."""

    heading: str
    html: Markup


def shown(said: Mapping[str, str], parts: tuple[Part, ...]) -> list[Shown]:
    """The parts that hold words, as safe HTML; days and choices are told by the page's own sentences."""
    return [Shown(str(part.heading), in_html(words)) for part in parts
            if part.kind == TEXT and (words := said.get(part.name, "").strip())]


def in_html(words: str) -> Markup:
    """Markdown that somebody typed, cleaned of whatever could run."""
    return Markup(prose(lambda figure, up: "#", words, 2))


def day_of(said: Mapping[str, str], name: str) -> date | None:
    """The day in a part; None where none was given."""
    return date.fromisoformat(said[name]) if said.get(name) else None


def unfilled(body: Body) -> list[Finding]:
    """Everything in a body's footer pages that has still to be filled in: where, and what."""
    written = {row.kind: dict(row.said) for row in Notice.objects.filter(body=body)}
    found = []
    for name, kind in KINDS.items():
        said = written.get(name) or starter(body, name)
        for part in kind.parts:
            for wanted in _wanted(part, said.get(part.name, "")):
                found.append(Finding(
                    "NOTICE-UNFILLED", Severity.STOP, gettext("“%(part)s” is not filled in.") % {"part": part.heading},
                    gettext("Write there: %(wanted)s.") % {"wanted": wanted}, str(kind.title), subject=name))
    return found


def _wanted(part: Part, text: str) -> list[str]:
    if part.kind in (DAY, CHOICE):
        return [gettext("the day")] if part.needed and not text else []
    # A part that was emptied wants what it wanted at the beginning.
    return PLACEHOLDER.findall(text if text.strip() else str(part.starter))


def held_and_how_long(body: Body) -> list[tuple[Held, str]]:
    """The personal data that is held, each sort with how long: by the periods that the body set."""
    periods = {row.kind: row for row in Period.objects.filter(body=body.slug, table="", column="").order_by("-id")}
    return [(held, _how_long(held, [periods[kind] for kind in held.kept if kind in periods])) for held in HELD]


def _how_long(held: Held, periods: Iterable[Period]) -> str:
    said = dict.fromkeys(gettext("%(months)s months from %(when)s (%(basis)s)") % {
        "months": period.months, "when": KEPT[period.kind].counts_from, "basis": period.basis} for period in periods)
    return "; ".join(said) or str(held.lasts) or gettext("no period has been set yet")
