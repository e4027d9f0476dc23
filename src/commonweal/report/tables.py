"""Tables that more than one chapter prints."""

from collections.abc import Iterable, Sequence

from commonweal.basics.tables import Record
from commonweal.indicators.figure import Figure
from commonweal.report.blocks import Column, Inlines, Table
from commonweal.report.words import amount, say
from commonweal.report.year import Year


def columns(*names: str, numeric: Sequence[str] = ()) -> tuple[Column, ...]:
    """Columns by their names in the catalogue; those named in `numeric` hold numbers."""
    return tuple(Column(say(f"table.{name}"), name in numeric) for name in names)


def cell(text: str) -> Inlines:
    """A text as a cell; blank where there is none."""
    return (text,) if text else ()


def stated_cell(text: str) -> Inlines:
    """A text as a cell; "not stated" where there is none, so that a gap is seen."""
    return (text or say("not_stated"),)


# What can be said of a figure in a table, in this order.
_OF_FIGURES = ("what", "number", "numerator", "status", "period", "note")


def figure_table(
    year: Year, id: str, caption: str, figures: Iterable[Figure], names: Sequence[str] = _OF_FIGURES
) -> Table | None:
    """Figures of any rule in a plain table, each number linked to its page; None where there are none.

    `names` are the columns wanted; one in which nothing stands is left out.
    """
    rows = [
        (
            cell(figure.title),
            (year.link(figure, unit=True),),
            cell(parts_of(figure)),
            cell(year.status(figure)),
            cell(year.when(figure)),
            cell(figure.note),
        )
        for figure in figures
    ]
    if not rows:
        return None
    used = [place for place, name in enumerate(_OF_FIGURES) if name in names and any(row[place] for row in rows)]
    return Table(
        id,
        caption,
        columns(*(_OF_FIGURES[place] for place in used), numeric=("number",)),
        tuple(tuple(row[place] for place in used) for row in rows),
    )


def parts_of(figure: Figure) -> str:
    """The two numbers that a share or ratio is made of; blank for other figures."""
    if figure.numerator is None or figure.denominator is None:
        return ""
    key = "figure.parts_text" if figure.unit in ("%", "promises") else "figure.parts_over"
    return say(key, numerator=amount(figure.numerator, ""), denominator=amount(figure.denominator, ""))


def noted(row: Record) -> str:
    """What a row's note and source say, as one text."""
    parts = [row.text("note") if "note" in row.values else "", row.text("source") if "source" in row.values else ""]
    return " ".join(sentence(part) for part in parts if part)


def sentence(text: str) -> str:
    """A text with a capital letter and a full stop."""
    return f"{text[:1].upper()}{text[1:]}" if text.endswith((".", "?", "!")) else f"{text[:1].upper()}{text[1:]}."
