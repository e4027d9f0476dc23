"""Tables that more than one chapter prints."""

from collections.abc import Iterable, Sequence

from commonweal.basics.tables import Record
from commonweal.indicators.figure import Figure
from commonweal.report.blocks import Column, Inlines, Table
from commonweal.report.phrases import one_is_one, said_once
from commonweal.report.words import amount, counted, say
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
            cell(parts_of(year, figure)),
            cell(year.status(figure)),
            cell(year.when(figure)),
            cell(note_of(year, figure)),
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


def parts_of(year: Year, figure: Figure) -> str:
    """The two numbers that a share or ratio is made of; blank for other figures."""
    if figure.numerator is None or figure.denominator is None or figure.rule == "change":
        return ""
    if figure.rule == "ratios":
        above, below = year.ratio_parts(figure)
        return say("figure.parts_over", numerator=above.in_words(), denominator=below.in_words())
    unit = "£" if figure.rule == "local-spend" else ""
    parts = {"numerator": amount(figure.numerator, unit), "denominator": amount(figure.denominator, unit)}
    return say("figure.parts_text", **parts)


def note_of(year: Year, figure: Figure) -> str:
    """What a reader must know of a figure, in the words of the pages.

    The parts of a ratio and the bound they give it stand beside it, so that its note is that of the records alone.
    """
    if figure.rule == "change" and figure.measure and figure.numerator is not None and figure.denominator is not None:
        unit = year.facts.measures[figure.measure].text("unit")
        before, _, now = figure.selection["period"].partition("|")
        return say(
            "change.both",
            now=year.quantity(counted(figure.numerator, unit), unit),
            now_period=year.period_label(now),
            before=year.quantity(counted(figure.denominator, unit), unit),
            before_period=year.period_label(before),
        )
    if figure.rule == "ratios" and figure.value is not None:
        row = year.book.by_id("ratios")[figure.selection["id"]]
        about = say("figure.ratio_about") if year.bound(figure) == "about" else ""
        return " ".join(filter(None, (about, noted(row, sourced=False))))
    return one_is_one(said_once(figure.note))


def noted(row: Record, *, sourced: bool = True) -> str:
    """What a row's note and, unless left out, its source say, as one text."""
    parts = [row.text(name) for name in ("note", "source")[: 1 + sourced] if name in row.values]
    return " ".join(sentence(part) for part in parts if part)


def sentence(text: str) -> str:
    """A text with a capital letter and a full stop."""
    return f"{text[:1].upper()}{text[1:]}" if text.endswith((".", "?", "!")) else f"{text[:1].upper()}{text[1:]}."
