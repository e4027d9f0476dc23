"""The rows of the records behind a figure that counts rows and not lines: which are counted, and of which."""

from collections.abc import Mapping

from commonweal.basics.numbers import pounds, shorten
from commonweal.basics.tables import Kind, Record
from commonweal.indicators.figure import Figure
from commonweal.report.activity_page import activity_link
from commonweal.report.blocks import Block, Code, Inlines, Section, Table
from commonweal.report.tables import cell, columns
from commonweal.report.words import in_words, say, shown
from commonweal.report.year import Year

# What is shown of a row, by table: the column of the records and its heading in the catalogue.
_SHOWN: Mapping[str, tuple[tuple[str, str], ...]] = {
    "activities": (("title", "activity"), ("value", "life_value"), ("awarded", "awarded"),
                   ("includes_social_value", "includes"), ("weighting", "weight")),
    "commitments": (("activity", "activity"), ("measure", "measure"), ("quantity", "promised"), ("due", "due_day"),
                    ("in_force_from", "changed_on"), ("note", "why")),
    "promises": (("title", "title"), ("state", "state"), ("due", "due_day"), ("owner", "owner")),
    "priorities": (("title", "title"), ("area", "theme"), ("state", "state"), ("due", "due_day"), ("owner", "owner"),
                   ("test", "test")),
    "accreditations": (("scheme", "scheme"), ("held", "held"), ("aimed", "aimed")),
    "context": (("title", "title"), ("as_printed", "printed"), ("source", "source")),
    "ratios": (("title", "title"), ("numerator", "numerator_row"), ("denominator", "denominator_row"),
               ("source", "source")),
    "stated": (("title", "title"), ("value", "number"), ("source", "source")),
}
_STATES = {"promises": "pledge_state", "priorities": "pledge_state"}


def rows_table(year: Year, figure: Figure, beside: str = "") -> list[Block]:
    """The rows that a figure's selection names, each with a word on whether it is counted where not all are.

    `beside` ends its ids where a page holds several.
    """
    name = figure.selection.get("table", "")
    counted = _ids(figure, "rows") or _ids(figure, "id")
    listed = _ids(figure, "of") or counted
    if name not in _SHOWN or not listed:
        return []
    known = year.book.by_id(name)
    rows = [known[key] for key in listed if key in known]
    wanted = [(column, heading) for column, heading in _SHOWN[name] if any(row.get(column) is not None for row in rows)]
    partly = set(listed) != set(counted)
    headings = [heading for _, heading in wanted] + (["counted"] if partly else []) + ["row"]
    body: list[tuple[Inlines, ...]] = []
    for row in rows:
        cells = [_cell(year, row, column) for column, _ in wanted]
        cells += [cell(say("yes" if row.key in counted else "no"))] if partly else []
        body.append((*cells, (Code(row.key),)))
    table = Table(f"rows-table{beside}", say("figure.rows_caption", figure=figure.title, about=year.about(figure)),
                  columns(*headings, numeric=("life_value", "number", "weight")), tuple(body))
    return [Section(f"rows{beside}", say("figure.rows"), (table,))]


def _ids(figure: Figure, name: str) -> tuple[str, ...]:
    return tuple(filter(None, figure.selection.get(name, "").split("|")))


def _cell(year: Year, row: Record, column: str) -> Inlines:
    """What a row says in one column, in words; blank where it says nothing."""
    if row.table.name == "activities" and column == "title":
        return (activity_link(year, row.key),)
    if column == "activity":
        return (activity_link(year, row.text(column)),)
    measure = year.facts.measures.get(row.text("measure")) if "measure" in row.values else None
    if column == "measure":
        return cell(measure.text("title") if measure else row.text(column))
    kind = next(known.kind for known in row.table.columns if known.name == column)
    if row.get(column) is None:
        return ()
    number, day = row.number(column) if kind in (Kind.MONEY, Kind.SHARE, Kind.QUANTITY) else None, None
    if kind is Kind.DATE:
        day = row.day(column)
    if day is not None:
        return cell(in_words(day))
    if number is not None and kind is Kind.SHARE:
        return cell(f"{shorten(number * 100)}%")
    if number is not None and kind is Kind.MONEY:
        bound = shown("bound", row.text(f"{column}_bound")) if f"{column}_bound" in row.values else ""
        return cell(f"{bound} {pounds(number)}".strip())
    if number is not None:
        return cell(year.quantity(number, measure.text("unit") if measure else row.text("unit"), row.text("bound")))
    if kind is Kind.YES_NO:
        return cell(say("yes" if row.yes(column) else "no"))
    return cell(shown(_STATES[row.table.name], row.text(column)) if column == "state" else row.text(column))
