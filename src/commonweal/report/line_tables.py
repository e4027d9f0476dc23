"""Lines as tables: each with all that may be shown of it, or summed by contract or project where there are many."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from commonweal.basics.numbers import per_unit, pounds, shorten, total
from commonweal.basics.tables import Record
from commonweal.indicators.figure import Figure, Withheld
from commonweal.report.blocks import Code, Column, Inlines, Table
from commonweal.report.tables import cell, columns
from commonweal.report.words import in_words, say
from commonweal.report.year import Row, Year, view_key

# The valued rows of each line that a figure in £ chose; empty for figures in other units.
Chosen = Mapping[str, Sequence[Row]]

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
        start, end, share, unit = line.day("start"), line.day("end"), line.number("own_share"), line.text("unit")
        blank = cell(say("blank"))
        known = year.line_cells[line.text("line")] = {
            "line": (Code(line.text("line")),),
            "activity": cell(year.name("activities", line.text("activity"))),
            "place": cell(year.place(line.text("place"))),
            "from": cell(in_words(start)) if start else blank,
            "until": cell(in_words(end)) if end else blank,
            "quantity": cell(year.exact_quantity(line.number_or_zero("quantity"), unit, line.text("bound"))),
            "whole": blank if share is None else cell(year.exact_quantity(line.number_or_zero("whole_quantity"), unit)),
            "share": blank if share is None else cell(f"{shorten(share * 100)}%"),
            "evidence": cell(say("yes" if line.yes("evidence") else "no")),
            "confirmed": cell(say("yes" if line.yes("confirmed") else "no")),
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


def activities_table(year: Year, figure: Figure, lines: Sequence[Record], chosen: Chosen) -> Table:
    """Totals by contract or project, each linked to its own figure where there is one."""
    groups: dict[str, list[Record]] = {}
    for line in lines:
        groups.setdefault(line.text("activity"), []).append(line)
    views = year.views.get(view_key(figure), {})
    rows = tuple(
        (
            cell(year.name("activities", name)),
            cell(f"{len(groups[name]):,}"),
            (year.link(views[name], unit=True),) if name in views else cell(_sum(year, figure, groups[name], chosen)),
        )
        for name in sorted(groups, key=lambda name: year.name("activities", name))
    )
    number = Column(say("table.value" if figure.kind else "table.quantity"), numeric=True)
    return Table(
        "activities-table",
        say("figure.activities_caption"),
        (*columns("activity", "lines", numeric=("lines",)), number),
        rows,
    )


def _sum(year: Year, figure: Figure, lines: Sequence[Record], chosen: Chosen) -> str:
    if figure.kind:
        closed = figure.withheld is Withheld.LICENCE
        return (
            say("method.withheld")
            if closed
            else pounds(total([row["gross_central"] for line in lines for row in chosen[line.text("line")]]))
        )
    # Unlike units stand beside each other.
    units: dict[str, list[Decimal]] = {}
    for line in lines:
        units.setdefault(line.text("unit"), []).append(line.number_or_zero("quantity"))
    return say("separator").join(year.quantity(total(numbers), unit) for unit, numbers in units.items())
