"""Lists that reach every figure: those of one contract or project by its page, each other by a link of its own."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from typing import TypeVar

from commonweal.basics.tables import Record
from commonweal.indicators.figure import Figure
from commonweal.ledger.tables import ROLES
from commonweal.report.blocks import Block, Bullets, Inlines, Link, Page, Paragraph, Section
from commonweal.report.words import CATALOGUE, say, shown
from commonweal.report.year import Year

T = TypeVar("T")

_BREAKDOWNS = ("place", "role", "theme", "outcome", "measure")
CONTRACTS = "figures/list-contracts"
# A list of more contracts and projects, or of more figures, than this is cut into pages.
_MOST_LISTED, _MOST_FIGURES = 1_000, 750


def list_pages(year: Year) -> Iterator[Page]:
    """One page that names the lists; the list of contracts; a list for each rule and what it parts its figures by."""
    lists: dict[tuple[str, str], list[Figure]] = {}
    for figure in year.having("activity", ""):
        lists.setdefault((figure.rule, _parted_by(figure)), []).append(figure)
    entries = tuple(
        (Link(_title(rule, by), f"page:{_name(rule, by)}.html"), f": {len(figures):,}")
        for (rule, by), figures in sorted(lists.items())
    )
    lead = Paragraph(
        year.sentence("figure.all_lead", count=f"{len(year.figures):,}", link=Link("figures.csv", "data:figures.csv"))
    )
    activities = year.book.rows("activities")
    if activities:
        contracts = Link(say("contract.list"), f"page:{CONTRACTS}.html")
        entries = ((contracts, f": {len(activities):,}"), *entries)
        yield from _contracts(year, activities)
    yield Page("figures/index", say("all_figures"), (lead, Bullets(entries)), back=Link(say("index_back"), "part:data"))
    for (rule, by), figures in sorted(lists.items()):
        name, title = _name(rule, by), _title(rule, by)
        blocks: tuple[Block, ...] = tuple(_sections(year, figures))
        if len(figures) > _MOST_FIGURES:
            back = Link(title, f"page:{name}.html")
            parts = [*_cut(name, title, back, figures, _MOST_FIGURES, lambda part: _sections(year, part))]
            yield from parts
            blocks = (_parts(parts),)
        yield Page(name, title, blocks, label=say("all_figures"),
                   back=Link(say("all_figures"), "page:figures/index.html"))


def _contracts(year: Year, activities: Collection[Record]) -> Iterator[Page]:
    """Every contract and project under its role, with how many figures its page has; on pages of their own if many."""
    blocks: list[Block] = [Paragraph((say("contract.list_lead"),))]
    whole = Link(say("contract.list"), f"page:{CONTRACTS}.html")
    for role in ROLES:
        parts: list[Page] = []
        rows = sorted((year.title(row), row.key) for row in activities if row.text("role") == role)
        items: list[Inlines] = [
            (Link(title, f"page:contracts/{key}.html"), f": {len(year.having('activity', key)):,}")
            for title, key in rows
        ]
        if len(activities) > _MOST_LISTED:
            parts = [*_cut(f"{CONTRACTS}-{role}", shown("role", role), whole, items, _MOST_LISTED,
                           lambda part: (Bullets(tuple(part), "small"),))]
            yield from parts
        if items:
            listed = _parts(parts) if parts else Bullets(tuple(items), "small")
            blocks.append(Section(f"list-{role}", shown("role", role), (listed,)))
    back = Link(say("all_figures"), "page:figures/index.html")
    yield Page(CONTRACTS, say("contract.list"), tuple(blocks), label=say("all_figures"), back=back)


def _cut(
    name: str, title: str, back: Link, listed: Sequence[T], most: int, blocks: Callable[[Sequence[T]], Iterable[Block]]
) -> Iterator[Page]:
    """A long list as pages of at most so many entries, each with a link `back` to the list that leads to them."""
    for start in range(0, len(listed), most):
        part = listed[start:start + most]
        yield Page(
            f"{name}-{start // most + 1}",
            say("contract.list_part", role=title, first=f"{start + 1:,}", last=f"{start + len(part):,}"),
            tuple(blocks(part)),
            label=back.text,
            back=back,
        )


def _parts(parts: Sequence[Page]) -> Bullets:
    """Links to the pages of a long list."""
    return Bullets(tuple((Link(part.title, f"page:{part.name}.html"),) for part in parts), "small")


def _parted_by(figure: Figure) -> str:
    return next((name for name in _BREAKDOWNS if name in figure.selection), "")


def _name(rule: str, by: str) -> str:
    return f"figures/list-{rule}-{by or 'whole'}"


def _title(rule: str, by: str) -> str:
    groups = CATALOGUE["text"]["groups"]
    group = str(groups.get(rule, groups["other"]))
    return say("figure.list_title", group=group, by=str(CATALOGUE["columns"][by]).lower()) if by else group


def _sections(year: Year, figures: Sequence[Figure]) -> Iterator[Block]:
    """A section a status, its figures one under another."""
    groups: dict[str, list[Figure]] = {}
    for figure in figures:
        groups.setdefault(year.status(figure), []).append(figure)
    for number, (status, found) in enumerate(groups.items(), 1):
        yield Section(f"list-{number}", status, (Bullets(tuple(_entry(year, figure) for figure in found), "small"),))


def _entry(year: Year, figure: Figure) -> Inlines:
    return (f"{figure.title}, {year.when(figure)}: ", year.link(figure, unit=True))
