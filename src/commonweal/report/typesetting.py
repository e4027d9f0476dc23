"""Typst at work: a template and its data as a tagged PDF. It needs nothing of the report, so any process may do it."""

import re
from datetime import datetime
from importlib.resources import files
from pathlib import Path
from typing import Any

import fontpkg
import typst

FONT = "Atkinson Hyperlegible"

# The first cell of a row in the body of a table, as typst writes it.
_ROW_HEAD = re.compile(rb"/S/TD(/P \d+ 0 R/A\[<</O/Table)(/Headers\[\(U\d+x0y0\)\])")


def typeset(data: str, moment: datetime) -> bytes:
    """The sheets of a report from its data as JSON; the file says that it was made at that moment."""
    template = Path(str(files("commonweal.report").joinpath("typst/report.typ")))
    return _with_row_heads(compiled(template, {"data": data}, root=template.parent, timestamp=moment))


def compiled(source: Path | bytes, inputs: dict[str, str], **settings: Any) -> bytes:
    """Typst's PDF, with our font: what else a machine has installed changes nothing."""
    fonts = fontpkg.path(FONT).parent
    made: bytes = typst.compile(
        source,
        sys_inputs=inputs,
        font_paths=[fonts],
        ignore_system_fonts=True,
        pdf_standards=["ua-1"],
        format="pdf",
        **settings,
    )
    return made


def _with_row_heads(made: bytes) -> bytes:
    """The file with the first cell of each row marked as the heading of its row.

    Typst marks the heads of columns only. The mark stands in place of the longer one that was there, so that nothing
    else in the file moves.
    """
    return _ROW_HEAD.sub(lambda found: b"/S/TH" + found[1] + b"/Scope/Row".ljust(len(found[2])), made)
