"""A page as a Word document, for pasting into a body's own paper: native headings, lists and tables, nothing else."""

import io
import re
import unicodedata
import zipfile
from collections.abc import Iterable
from datetime import datetime, time
from pathlib import Path
from typing import Any

from docx import Document
from docx.document import Document as Paper
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Emu, Mm, Pt, RGBColor
from docx.table import Table as WordTable
from docx.text.paragraph import Paragraph as WordParagraph

from commonweal.report.blocks import Block, Bullets, Code, Inlines, Page, Pairs, Paragraph, Section, Strong, Table
from commonweal.report.document import Report
from commonweal.report.words import say

FONT = "Arial"
BODY, SMALL = Pt(10), Pt(8.5)
WIDTH, HEIGHT, MARGIN = Mm(210), Mm(297), Mm(17)
INK = RGBColor(0x12, 0x43, 0x6D)
_SIZES = {1: Pt(16), 2: Pt(11.5), 3: Pt(10.5)}
# A first cell names its row and is a text; it gets as much room as this many columns of numbers.
_FIRST = 2
# What an XML file may not hold.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
# Files in a zip have a time, in Word's case a meaningless one.
_ZIP_TIME = (1980, 1, 1, 0, 0, 0)


def write_docx(report: Report, path: Path) -> None:
    """Write the paper for a committee as a Word document: A4, its language and title set. Same report, same bytes.

    It is made for pasting, so links are plain words: an address that holds beside the report would not hold elsewhere.
    Raises ValueError where the paper has a block that Word has nothing native for.
    """
    paper = Document()
    _set_up(paper, report)
    cover, page = report.cover, report.paper
    if cover.standing:
        paper.add_paragraph(_clean(cover.standing)).runs[0].bold = True
    _print(paper, page, cover.title)
    buffer = io.BytesIO()
    paper.save(buffer)
    path.write_bytes(_with_fixed_times(buffer.getvalue()))


def _set_up(paper: Paper, report: Report) -> None:
    cover, made = report.cover, datetime.combine(report.year.snapshot.as_of, time())
    known = paper.core_properties
    known.title = _clean(f"{cover.title}: {report.paper.title}")
    known.author = known.last_modified_by = _clean(cover.body)
    known.subject, known.language, known.comments = _clean(cover.period), cover.language, _clean(cover.standing)
    known.created = known.modified = made
    known.revision = 1
    section = paper.sections[0]
    section.page_width, section.page_height = WIDTH, HEIGHT
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = MARGIN
    section.header_distance = section.footer_distance = Mm(8)
    styles: Any = paper.styles
    for default in styles.element.iter(qn("w:lang")):
        default.set(qn("w:val"), cover.language)
    _style(styles["Normal"], BODY, after=3)
    for level, size in _SIZES.items():
        _style(styles[f"Heading {level}"], size, before=6 if level > 1 else 0, after=2, bold=True, colour=INK)
    for name in ("List Bullet", "List Number"):
        _style(styles[name], BODY, after=1)
    _style(styles["Caption"], SMALL, before=3, after=2, bold=True, colour=RGBColor(0x22, 0x26, 0x2A))
    styles["Caption"].paragraph_format.keep_with_next = True
    footer = section.footer.paragraphs[0]
    footer.text = _clean(f"{cover.title}. {cover.body}. {say('cover.release')} {cover.release}. {cover.frozen_on}.")
    footer.runs[0].font.size = SMALL


def _style(style: Any, size: Pt, *, before: float = 0, after: float = 0, bold: bool | None = None,
           colour: RGBColor | None = None) -> None:
    style.font.name, style.font.size = FONT, size
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for name in [name for name in fonts.attrib if name.endswith("Theme")]:
        del fonts.attrib[name]
    for script in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
        fonts.set(qn(script), FONT)
    if bold is not None:
        style.font.bold = bold
    if colour is not None:
        style.font.color.rgb = colour
    layout = style.paragraph_format
    layout.space_before, layout.space_after, layout.line_spacing = Pt(before), Pt(after), 1.0


def _print(paper: Paper, page: Page, title: str) -> None:
    paper.add_heading(_clean(page.title), 1)
    paper.add_paragraph(_clean(f"{title}. {page.about}."))
    _blocks(paper, page.blocks, 2)


def _blocks(paper: Paper, blocks: Iterable[Block], level: int) -> None:
    for block in blocks:
        if isinstance(block, Section):
            paper.add_heading(_clean(block.title), level)
            _blocks(paper, block.blocks, level + 1)
        elif isinstance(block, Paragraph):
            _runs(paper.add_paragraph(), block.parts)
        elif isinstance(block, Bullets):
            for item in block.items:
                style = "List Number" if block.style == "numbered" else "List Bullet"
                _runs(paper.add_paragraph(style=style), item)
        elif isinstance(block, Pairs):
            for term, about in block.rows:
                _runs(paper.add_paragraph(), (Strong(f"{term.rstrip(':')}: "), *about))
        elif isinstance(block, Table):
            _table(paper, block)
        else:
            raise ValueError(f"a Word document has no place for {block.kind}")


def _runs(paragraph: WordParagraph, parts: Inlines) -> None:
    for part in parts:
        run = paragraph.add_run(_clean(part if isinstance(part, str) else part.text))
        if isinstance(part, Strong):
            run.bold = True
        if isinstance(part, Code):
            run.font.name, run.font.size = "Courier New", SMALL


def _table(paper: Paper, block: Table) -> None:
    """A table with its caption above it, its head repeated on each page, and no row split over two."""
    paper.add_paragraph(_clean(block.caption), style="Caption")
    table = paper.add_table(rows=1, cols=len(block.columns), style="Table Grid")
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.LEFT, False
    widths = _widths(block)
    for place, column in enumerate(block.columns):
        _cell(table, 0, place, (Strong(column.title),), column.numeric)
    for number, row in enumerate(block.rows, 1):
        table.add_row()
        for place, (column, parts) in enumerate(zip(block.columns, row, strict=True)):
            _cell(table, number, place, parts, column.numeric)
    for number, line in enumerate(table.rows):
        settings = line._tr.get_or_add_trPr()
        settings.append(OxmlElement("w:cantSplit"))
        if number == 0:
            settings.append(OxmlElement("w:tblHeader"))
        for cell, width in zip(line.cells, widths, strict=True):
            cell.width = width
    _mark(table, block.caption)
    if block.note:
        _runs(paper.add_paragraph(), block.note)


def _widths(block: Table) -> list[Emu]:
    inside = WIDTH - 2 * MARGIN
    shares = [_FIRST if not column.numeric else 1 for column in block.columns]
    return [Emu(inside * share // sum(shares)) for share in shares]


def _cell(table: WordTable, row: int, place: int, parts: Inlines, numeric: bool) -> None:
    paragraph = table.cell(row, place).paragraphs[0]
    _runs(paragraph, parts)
    paragraph.paragraph_format.space_after = Pt(0)
    if numeric:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    for run in paragraph.runs:
        run.font.size = SMALL


def _mark(table: WordTable, caption: str) -> None:
    """Say that the first row and column are heads, and give the table its title for those who do not see it."""
    settings = table._tbl.tblPr
    look = settings.find(qn("w:tblLook"))
    if look is not None:
        settings.remove(look)
    look = OxmlElement("w:tblLook")
    for name, value in (("val", "04A0"), ("firstRow", "1"), ("lastRow", "0"), ("firstColumn", "1"),
                        ("lastColumn", "0"), ("noHBand", "0"), ("noVBand", "1")):
        look.set(qn(f"w:{name}"), value)
    title = OxmlElement("w:tblCaption")
    title.set(qn("w:val"), _clean(caption))
    settings.append(look)
    settings.append(title)


def _clean(text: str) -> str:
    """A text as Word can hold it: no control character, composed letters."""
    return unicodedata.normalize("NFC", _UNPRINTABLE.sub(" ", text))


def _with_fixed_times(made: bytes) -> bytes:
    """The same document with one fixed time for every file in it, so that only what it says can change its bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(made)) as before, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as after:
        for name in before.namelist():
            info = zipfile.ZipInfo(name, _ZIP_TIME)
            info.compress_type, info.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
            after.writestr(info, before.read(name))
    return out.getvalue()
