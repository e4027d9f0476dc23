"""Which tables of the document become one sheet: those that tell of the same things in the same words."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from commonweal.report.blocks import Bars, Block, Column, Inlines, Link, Part, Section, Table
from commonweal.report.document import Report
from commonweal.report.tables import cell, columns
from commonweal.report.words import say


@dataclass(frozen=True)
class Sheet:
    """One sheet: its short name, the title above its table, its table, and a note on it."""

    name: str
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
    def alike(self) -> tuple[str, ...]:
        """What tables of one sheet share: the columns of words. Chapters tell of the same things, other parts do not."""
        words = (column.title for column in self.table.columns if not column.numeric)
        return ("" if self.part.role else self.part.id, *words)


def report_sheets(report: Report) -> Iterator[Sheet]:
    """A sheet for each table of the report, in its order; tables of the chapters that are alike share one."""
    groups: dict[tuple[str, ...], list[_Placed]] = {}
    for part in report.parts:
        for placed in _tables(part, part.blocks, ""):
            groups.setdefault(placed.alike, []).append(placed)
    yield from map(_sheet, groups.values())


def _tables(part: Part, blocks: Iterable[Block], section: str) -> Iterator[_Placed]:
    for block in blocks:
        if isinstance(block, Section):
            yield from _tables(part, block.blocks, block.title)
        elif isinstance(block, Table):
            yield _Placed(part, section, block)
        elif isinstance(block, Bars):
            rows = tuple((cell(bar.label), (Link(bar.number, bar.target),), cell(bar.about)) for bar in block.bars)
            heads = columns("what", "number", "denominator", numeric=("number",))
            yield _Placed(part, section, Table("bars", block.caption, heads, rows, block.note))


def _sheet(group: list[_Placed]) -> Sheet:
    first = group[0]
    name = _name(group)
    if len(group) == 1:
        return Sheet(name, first.table.caption, first.table.columns, first.table.rows, _text(first.table.note))
    before = _told_apart_by(group)
    titles = _together([[column.title for column in placed.table.columns] for placed in group])
    numeric = {column.title for placed in group for column in placed.table.columns if column.numeric}
    rows = []
    for number, placed in enumerate(group):
        at = {column.title: place for place, column in enumerate(placed.table.columns)}
        for row in placed.table.rows:
            # A column that the chapter left out has no number of that status: a dash says so, as in its other rows.
            blank = cell(say("blank"))
            rows.append(
                (
                    *(cell(texts[number]) for texts in before.values()),
                    *(row[at[title]] if title in at else blank for title in titles),
                )
            )
    heads = (*(Column(title) for title in before), *(Column(title, title in numeric) for title in titles))
    notes = dict.fromkeys(_text(placed.table.note) for placed in group)
    return Sheet(name, name, heads, tuple(rows), " ".join(note for note in notes if note))


def _name(group: list[_Placed]) -> str:
    sections = {placed.section for placed in group}
    if len(sections) == 1 and (section := sections.pop()):
        return section
    return say("role.done") if group[0].part.role else group[0].part.title


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
