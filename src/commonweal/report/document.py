"""The report as a document: made once, then printed. Every number in it comes from a figure or a row, as text."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from commonweal.indicators.facts import Facts
from commonweal.indicators.figure import Figure
from commonweal.report import candour, method, record, roles
from commonweal.report.blocks import Block, Bullets, Cover, Inlines, Link, Page, Paragraph, Part, Prose, Section
from commonweal.report.figure_page import figure_page
from commonweal.report.pounds import pounds_part
from commonweal.report.summary import summary
from commonweal.report.words import CATALOGUE, say
from commonweal.report.year import Gap, Row, Year
from commonweal.snapshot.model import Snapshot


@dataclass(frozen=True)
class Report:
    """A report before it is printed: its cover, its parts in order, and a page for each figure."""

    cover: Cover
    parts: tuple[Part, ...]
    year: Year

    def pages(self) -> Iterator[Page]:
        """The list of all figures, then each figure's page, made one at a time so that a large report fits in memory."""
        yield _all_figures(self.year)
        yield from map(partial(figure_page, self.year), self.year.figures)


def make_report(snapshot: Snapshot, facts: Facts, figures: tuple[Figure, ...], valued: Sequence[Row], gaps: Sequence[Gap],
                release: str) -> Report:
    """The document of a frozen year.

    `valued` are the valued lines, `gaps` the known gaps with reason, office and day, `release` the number of this
    published version.
    """
    year = Year(snapshot, facts, figures, valued, gaps, say("cover.release_number", number=release))
    return Report(_cover(year), tuple(part for part in _parts(year) if part), year)


def _cover(year: Year) -> Cover:
    settings = year.book.settings
    return Cover(
        title=settings.title, body=year.name("organisations", settings.body), period=settings.period.label,
        frozen_on=say("cover.frozen", day=year.day), release=year.release, standing=settings.standing,
        language=settings.language, noindex=settings.noindex, seed=f"{settings.id}/{settings.period.id}")


def _parts(year: Year) -> Iterator[Part | None]:
    yield summary(year)
    yield _opening(year)
    yield from roles.chapters(year)
    yield record.elsewhere(year)
    yield pounds_part(year)
    yield record.context(year)
    yield record.alignment(year)
    yield record.pledges(year)
    yield record.priorities(year)
    yield record.standards(year)
    yield method.method(year)
    yield candour.gaps(year)
    yield candour.quality(year)
    yield candour.data(year)
    yield candour.glossary()
    yield candour.corrections(year)


def _opening(year: Year) -> Part | None:
    """Forewords with the office that signs them, introduction and purpose, as the body wrote them."""
    sections = []
    for part in ("foreword", "introduction", "purpose"):
        pages = [page for page in year.book.sections if page.say("part") == part and page.say("state") != "draft"]
        for page in sorted(pages, key=lambda page: (int(page.say("order") or 0), page.name)):
            signed: tuple[Block, ...] = (Paragraph((page.say("author"),), "signed"),) if page.say("author") else ()
            sections.append(Section(f"section-{page.name}", page.say("title"), (Prose(page.text), *signed)))
    return Part("introduction", say("parts.introduction"), tuple(sections)) if sections else None


def _all_figures(year: Year) -> Page:
    """Every figure in a list, by the rule that made it and then by status."""
    groups = CATALOGUE["text"]["groups"]
    found: dict[str, dict[str, list[Figure]]] = {}
    for figure in year.figures:
        found.setdefault(figure.rule if figure.rule in groups else "other", {}).setdefault(year.status(figure), []).append(figure)
    sections = tuple(
        Section(f"rule-{rule}", say(f"groups.{rule}"), tuple(
            Section(f"rule-{rule}-{number}", status, (Bullets(tuple(_entry(year, figure) for figure in figures), "small"),))
            for number, (status, figures) in enumerate(by_status.items(), 1)))
        for rule, by_status in sorted(found.items(), key=lambda item: list(groups).index(item[0])))
    lead = Paragraph(year.sentence("figure.all_lead", count=f"{len(year.figures):,}", link=Link("figures.csv", "data:figures.csv")))
    return Page("figures/index", say("all_figures"), (lead, *sections), back=Link(say("index_back"), "part:data"))


def _entry(year: Year, figure: Figure) -> Inlines:
    return (f"{figure.title}: ", year.link(figure, unit=True), f" ({year.about(figure)})")

