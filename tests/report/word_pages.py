"""A Word document as a web page of the same measures, to see on how many sheets it would come out.

It reads the file itself, not the model: page size, margins, sizes, spacing and widths of columns. Arial is drawn as
Liberation Sans, which has the same widths. Word breaks lines a little otherwise, so this is an estimate.
"""

from html import escape
from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.table import Table
from docx.text.paragraph import Paragraph

# Word's single line spacing of Arial, as a share of its size, and the room at the sides of a cell.
LINE, CELL = 1.15, "0 1.9mm"


def as_page(path: Path) -> str:
    """The document as a page of HTML."""
    paper = Document(str(path))
    sheet = paper.sections[0]
    width, height = (round(size.mm, 2) for size in (sheet.page_width, sheet.page_height))
    margins = " ".join(f"{size.mm:.2f}mm" for size in (sheet.top_margin, sheet.right_margin, sheet.bottom_margin,
                                                       sheet.left_margin))
    style = (f"@page {{ size: {width}mm {height}mm; margin: {margins} }}"
             f"body {{ margin: 0; font-family: 'Liberation Sans', Arial; line-height: {LINE} }} p {{ margin: 0 }}"
             f"table {{ border-collapse: collapse; table-layout: fixed }} td {{ border: .5pt solid; padding: {CELL} }}"
             "tr, .caption { break-inside: avoid } .caption, .heading { break-after: avoid }")
    body = "".join(_table(found) if isinstance(found, Table) else _paragraph(found)
                   for found in paper.iter_inner_content())
    return f"<!DOCTYPE html><html lang=en><title>-</title><style>{style}</style><body>{body}</body></html>"


def _paragraph(found: Paragraph) -> str:
    style: Any = found.style
    layout, own = style.paragraph_format, found.paragraph_format
    after = own.space_after if own.space_after is not None else layout.space_after
    indent = "padding-left: 6.35mm;" if style.name.startswith("List") else ""
    name = "heading" if style.name.startswith("Heading") else style.name.lower()
    right = "text-align: right;" if found.alignment == WD_ALIGN_PARAGRAPH.RIGHT else ""
    runs = "".join(f'<span style="font-size: {(run.font.size or style.font.size).pt}pt;'
                   f'{"font-weight: bold" if run.bold or style.font.bold else ""}">{escape(run.text)}</span>'
                   for run in found.runs)
    return (f'<p class="{name}" style="font-size: {style.font.size.pt}pt; {indent} {right}'
            f'padding-top: {layout.space_before.pt}pt; padding-bottom: {after.pt}pt">{runs}</p>')


def _table(found: Table) -> str:
    rows = "".join(
        "<tr>" + "".join(f'<td style="width: {cell.width.mm:.2f}mm">{"".join(map(_paragraph, cell.paragraphs))}</td>'
                         for cell in row.cells) + "</tr>" for row in found.rows)
    return f"<table>{rows}</table>"
