"""Lines as tables: each with all that may be shown of it, or summed by contract or project where there are many."""

from collections.abc import Mapping, Sequence

from commonweal.basics.numbers import per_unit, pounds, shorten
from commonweal.basics.tables import Record
from commonweal.indicators.figure import Figure, Withheld
from commonweal.report.activity_page import activity_link
from commonweal.report.blocks import Code, Column, Inlines, Table
from commonweal.report.shown_lines import Part
from commonweal.report.tables import cell, columns
from commonweal.report.words import say
from commonweal.report.year import MOST_REMEMBERED, Row, Year, view_key

# The valued rows of each line that a figure in £ chose; empty for figures in other units.
Chosen = Mapping[str, Sequence[Row]]

# A page sums so many contracts and projects one by one.
_MOST_ACTIVITIES = 300
_NUMERIC = ("quantity", "whole", "share", "per_unit", "value", "net")


def lines_table(
    year: Year, id: str, caption: str, figure: Figure, lines: Sequence[Record], chosen: Chosen, *, why: bool = False
) -> Table:
    """Each line, with its £ where the figure has any and the licence allows it; `why` adds why it is not counted."""
    closed = figure.withheld is Withheld.LICENCE
    shared = any(line.number("own_share") is not None for line in lines)
    delivered = any(line.text("origin") == "deliveries" for line in lines)
    netted = not closed and any(row["net_central"] is not None for rows in chosen.values() for row in rows)
    names = ["line", "activity", "quantity"]
    names += ["per_unit", "value"] if chosen else []
    names += ["net"] if netted else []
    names += ["place", "from", "until"]
    names += ["whole", "share"] if shared else []
    names += ["evidence", "confirmed"] if delivered else []
    names += ["why"] if why else []
    rows: list[tuple[Inlines, ...]] = []
    for line in lines:
        about = said_of(year, line)
        for row in chosen.get(line.text("line"), ()) or (None,):
            cells = about if row is None else {**about, **worth(year, row, closed)}
            rows.append(tuple([cells[name] for name in names]))
    return Table(id, caption, columns(*names, numeric=_NUMERIC), tuple(rows))


def said_of(year: Year, line: Record) -> dict[str, Inlines]:
    """What can be said of a line, whichever figure it stands under; made once a line."""
    known = year.line_cells.get(line.text("line"))
    if known is None:
        if len(year.line_cells) > MOST_REMEMBERED:
            year.line_cells.clear()
        share, unit, alike = line.number("own_share"), line.text("unit"), year.alike_cells
        blank = alike[None]
        known = year.line_cells[line.text("line")] = {
            "line": (Code(line.text("line")),),
            "activity": cell(year.name("activities", line.text("activity"))),
            "place": cell(year.place(line.text("place"))),
            "from": alike[line.day("start")],
            "until": alike[line.day("end")],
            "quantity": cell(year.exact_quantity(line.number_or_zero("quantity"), unit, line.text("bound"))),
            "whole": blank if share is None else cell(year.exact_quantity(line.number_or_zero("whole_quantity"), unit)),
            "share": blank if share is None else cell(f"{shorten(share * 100)}%"),
            "evidence": alike[line.yes("evidence")],
            "confirmed": alike[line.yes("confirmed")],
            "why": cell(line.text("why_not_counted")),
            "per_unit": blank,
            "value": blank,
            "net": blank,
        }
    return known


def worth(year: Year, row: Row, closed: bool) -> dict[str, Inlines]:
    """£ per unit, gross and net of one valued row; words in their place where the licence keeps them closed."""
    used = year.unit_value(row)
    central = used.number("central") if used else None
    if closed or central is None:
        hidden = cell(say("method.withheld"))
        return {"per_unit": hidden, "value": hidden, "net": hidden}
    net = row["net_central"]
    return {
        "per_unit": cell(per_unit(central)),
        "value": cell(pounds(row["gross_central"])),
        "net": cell(say("blank") if net is None else pounds(net)),
    }


def activities_table(year: Year, figure: Figure) -> Table:
    """Totals by contract or project, each linked to its own figure where there is one: those with the most lines,
    then all others as one."""
    parts = year.lines.by_activity(figure)
    views = year.views.get(view_key(figure), {})
    largest = sorted(parts, key=lambda name: (-parts[name].lines, name))
    listed, others = largest[:_MOST_ACTIVITIES], [parts[name] for name in largest[_MOST_ACTIVITIES:]]
    rows: list[tuple[Inlines, ...]] = [
        (
            (activity_link(year, name),),
            cell(f"{parts[name].lines:,}"),
            (year.link(views[name], unit=True),) if name in views else cell(_sum(year, figure, parts[name])),
        )
        for name in sorted(listed, key=lambda name: (year.name("activities", name), name))
    ]
    if others:
        rest = sum(others, Part())
        rows.append((cell(say("figure.activities_rest", count=f"{len(others):,}")), cell(f"{rest.lines:,}"),
                     cell(_sum(year, figure, rest))))
    number = Column(say("table.value" if figure.kind else "table.quantity"), numeric=True)
    return Table(
        "activities-table",
        say("figure.activities_caption"),
        (*columns("activity", "lines", numeric=("lines",)), number),
        tuple(rows),
    )


def _sum(year: Year, figure: Figure, part: Part) -> str:
    if figure.kind:
        return say("method.withheld") if figure.withheld is Withheld.LICENCE else pounds(part.gross)
    # Unlike units stand beside each other.
    return say("separator").join(year.quantity(total, unit) for unit, total in sorted(part.quantities.items()))
