"""Which tables of the document become one sheet: those that tell of the same things in the same words."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from commonweal.report.blocks import Bars, Block, Chart, Column, Inlines, Link, Part, Section, Table
from commonweal.report.document import Report
from commonweal.report.tables import cell, columns
from commonweal.report.words import say


@dataclass(frozen=True)
class Sheet:
    """One sheet: its title, the columns and rows of its table, and a note on it."""

    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Inlines, ...], ...]
    note: str = ""


@dataclass(frozen=True)
class _Placed:
    """A table with the part and the section that it stands in."""

    part: Part
    section: str
    table: Table

    @property
    def words(self) -> list[str]:
        """The titles of its columns of words. Which columns of numbers it has depends on what there was to count."""
        return [column.title for column in self.table.columns if not column.numeric]

    def is_like(self, other: "_Placed") -> bool:
        """Whether two tables tell of the same things: as all chapters do, and tables within another part."""
        here, there = set(self.words), set(other.words)
        same_part = self.part.id == other.part.id or bool(self.part.role and other.part.role)
        return same_part and self.words[:1] == other.words[:1] and (here <= there or there <= here)


def report_sheets(report: Report) -> Iterator[Sheet]:
    """A sheet for each table of the report, in its order; tables that are alike share one."""
    groups: list[list[_Placed]] = []
    for part in report.parts:
        for placed in _tables(part, part.blocks, ""):
            like = next((group for group in groups if any(map(placed.is_like, group))), None)
            if like is None:
                groups.append([placed])
            else:
                like.append(placed)
    titles: set[str] = set()
    for group in groups:
        sheet = _sheet(group)
        # A table that a chapter repeats is told apart by the chapter.
        title = f"{group[0].part.title}: {sheet.title}" if sheet.title in titles else sheet.title
        titles.add(title)
        yield replace(sheet, title=title)


def _tables(part: Part, blocks: Iterable[Block], section: str) -> Iterator[_Placed]:
    for block in blocks:
        if isinstance(block, Section):
            yield from _tables(part, block.blocks, block.title)
        elif isinstance(block, Table):
            yield _Placed(part, section, block)
        elif isinstance(block, Chart):
            yield _Placed(part, section, block.table)
        elif isinstance(block, Bars):
            rows = tuple((cell(bar.label), (Link(bar.number, bar.target),), cell(bar.about)) for bar in block.bars)
            heads = columns("what", "number", "denominator", numeric=("number",))
            yield _Placed(part, section, Table("bars", block.caption, heads, rows, block.note))


def _sheet(group: list[_Placed]) -> Sheet:
    if len(group) == 1:
        table = group[0].table
        return Sheet(table.caption, table.columns, table.rows, _text(table.note))
    before = _told_apart_by(group)
    titles = _together([[column.title for column in placed.table.columns] for placed in group])
    numeric = {column.title for placed in group for column in placed.table.columns if column.numeric}
    rows = []
    for number, placed in enumerate(group):
        at = {column.title: place for place, column in enumerate(placed.table.columns)}
        # A column of numbers that one table left out has none there: a dash says so, as in the rows of the others.
        left_out = {title: cell(say("blank")) if title in numeric else () for title in titles}
        for row in placed.table.rows:
            told = (cell(texts[number]) for texts in before.values())
            rows.append((*told, *(row[at[title]] if title in at else left_out[title] for title in titles)))
    heads = (*(Column(title) for title in before), *(Column(title, title in numeric) for title in titles))
    notes = dict.fromkeys(_text(placed.table.note) for placed in group)
    return Sheet(_title(group), heads, tuple(rows), " ".join(note for note in notes if note))


def _title(group: list[_Placed]) -> str:
    """The one section that all stand in, or what their captions say behind the name of each, or the part."""
    part = group[0].part
    sections = {placed.section for placed in group}
    if len(sections) == 1 and (section := sections.pop()):
        return section
    captions = dict.fromkeys(placed.table.caption for placed in group)
    tails = list(dict.fromkeys(tail if head else "" for head, _, tail in (text.rpartition(": ") for text in captions)))
    if not all(tails):
        return "; ".join(captions) if part.role else part.title
    said = "; ".join(tails)
    return f"{said[0].upper()}{said[1:]}" if part.role else f"{part.title}: {said}"


def _told_apart_by(group: list[_Placed]) -> dict[str, list[str]]:
    """Columns that say which table a row stood in: its part, and its section or caption where that is not enough."""
    parts = [placed.part.title for placed in group]
    found = {say("workbook.part"): parts} if len(set(parts)) > 1 else {}
    if len(set(parts)) < len(parts):
        sections = [placed.section for placed in group]
        captions = [placed.table.caption for placed in group]
        found[say("workbook.table")] = sections if len(set(sections)) == len(group) else captions
    return found


def _together(lists: list[list[str]]) -> list[str]:
    """All titles of lists that agree on their order, each once, in that order."""
    found: list[str] = []
    for titles in sorted(lists, key=len, reverse=True):
        place = len(found)
        for title in reversed(titles):
            if title in found:
                place = found.index(title)
            else:
                found.insert(place, title)
    return found


def _text(parts: Inlines) -> str:
    return "".join(part if isinstance(part, str) else part.text for part in parts)
