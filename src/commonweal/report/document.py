"""The report as a document: made once, then printed. Every number in it comes from a figure or a row, as text."""

from bisect import bisect
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import accumulate, chain

from commonweal.basics.tables import Record
from commonweal.indicators.facts import Facts
from commonweal.indicators.figure import Figure
from commonweal.report import candour, method, pledges, questions, record, roles, year_on_year
from commonweal.report.accessibility import statement
from commonweal.report.blocks import Block, Cover, Page, Paragraph, Part, Section
from commonweal.report.committee import committee_page
from commonweal.report.contract_page import contract_page, measure_pages
from commonweal.report.corrections import corrections
from commonweal.report.figure_lists import list_pages
from commonweal.report.figure_page import figure_page
from commonweal.report.homes import MOST_LINES
from commonweal.report.local_spend import local_spend
from commonweal.report.members import members_page
from commonweal.report.need import need
from commonweal.report.place_page import place_pages, places_part
from commonweal.report.pounds import pounds_part
from commonweal.report.signatures import is_draft, signature
from commonweal.report.summary import summary
from commonweal.report.words import say
from commonweal.report.year import Gap, Row, Year
from commonweal.snapshot.model import Snapshot

# What is said of a figure takes as long to print as so many rows of a table.
_ROWS_A_FIGURE = 20


@dataclass(frozen=True)
class Report:
    """A report before it is printed: its cover, its parts in order, and the pages behind them."""

    cover: Cover
    parts: tuple[Part, ...]
    year: Year

    @cached_property
    def paper(self) -> Page:
        """The paper for a committee, which is printed as a web page and as a Word document."""
        return committee_page(self.year)

    def pages(self) -> Iterator[Page]:
        """The accessibility statement, lists, a page a contract with its figures, a page for each other figure.

        They come one at a time, to save memory.
        """
        return chain(self._few(), self._each(self._many))

    def parted(self, share: float) -> tuple[Iterator[Page], Iterator[Page]]:
        """The same in two parts, for two processes: about so much of the work on contracts and figures, and the rest.

        What both need is made here, so that they share it.
        """
        self.year.make_ready()
        work = [*accumulate(map(self._work, self._many))]
        cut = bisect(work, work[-1] * share) if work else 0
        return self._each(self._many[:cut]), chain(self._few(), self._each(self._many[cut:]))

    @cached_property
    def _many(self) -> list[Record | Figure]:
        """The contracts and projects, then the figures, that have a page."""
        return [*self.year.book.rows("activities"), *filter(self.year.homes.has_page, self.year.figures)]

    def _each(self, many: Iterable[Record | Figure]) -> Iterator[Page]:
        for one in many:
            if isinstance(one, Figure):
                yield figure_page(self.year, one)
            else:
                yield contract_page(self.year, one)
                yield from measure_pages(self.year, one)

    def _work(self, one: Record | Figure) -> int:
        """Roughly how much there is to do for a page, in rows of a table."""
        if isinstance(one, Figure):
            return _ROWS_A_FIGURE + min(self.year.lines.count(one), MOST_LINES)
        figures = len(self.year.having("activity", one.key))
        return _ROWS_A_FIGURE * figures + self.year.lines.listed(one.key)

    def _few(self) -> Iterator[Page]:
        yield statement(self.year)
        yield from list_pages(self.year)
        values = method.values_page(self.year)
        if values:
            yield values
        yield members_page(self.year)
        yield self.paper
        yield from place_pages(self.year)


def make_report(
    snapshot: Snapshot,
    facts: Facts,
    figures: tuple[Figure, ...],
    valued: Sequence[Row],
    gaps: Sequence[Gap],
    release: str,
    changes: Sequence[Record] = (),
    approvers: int = 0,
) -> Report:
    """The document of a frozen year.

    `valued` are the valued lines, `gaps` the known gaps with reason, office and day, `release` the number of this
    published version, `changes` the figures that it and releases before it changed, `approvers` how many people must
    approve it on the site that makes it.
    """
    year = Year(snapshot, facts, figures, valued, gaps, say("cover.release_number", number=release), changes,
                approvers)
    return Report(_cover(year, release), tuple(_parts(year)), year)


def _cover(year: Year, release: str) -> Cover:
    settings = year.book.settings
    return Cover(
        title=settings.title,
        body=year.name("organisations", settings.body),
        period=settings.period.label,
        frozen_on=say("cover.frozen", day=year.day),
        release=release,
        standing=settings.standing,
        language=settings.language,
        noindex=settings.noindex,
        seed=f"{settings.id}/{settings.period.id}",
    )


def _parts(year: Year) -> Iterator[Part]:
    """The parts in their order, each under the heading that the contents list it by."""
    groups: dict[str, tuple[Part | None, ...]] = {
        "short": (summary(year), questions.questions(year), _opening(year)),
        "roles": (*roles.chapters(year), record.elsewhere(year)),
        "worth": (pounds_part(year), year_on_year.change(year), record.context(year), places_part(year),
                  need(year), local_spend(year)),
        "pledged": (record.alignment(year), pledges.pledges(year), pledges.priorities(year), record.standards(year)),
        "proof": (method.method(year), candour.gaps(year), candour.quality(year), candour.data(year)),
        "words": (candour.glossary(), corrections(year)),
    }
    for group, parts in groups.items():
        yield from (replace(part, group=say(f"contents_groups.{group}")) for part in parts if part)


def _opening(year: Year) -> Part | None:
    """Forewords with the office that signs them, introduction and purpose, as the body wrote them."""
    sections = []
    for part in ("foreword", "introduction", "purpose"):
        pages = [page for page in year.book.sections if page.say("part") == part and not is_draft(page)]
        for page in sorted(pages, key=lambda page: (int(page.say("order") or 0), page.name)):
            signed: tuple[Block, ...] = (Paragraph((by,), "signed"),) if (by := signature(page)) else ()
            text = tuple(year.prose(page, *signed))
            sections.append(Section(f"section-{page.name}", page.say("title"), text, language=page.language))
    return Part("introduction", say("parts.introduction"), tuple(sections)) if sections else None
