"""A page for each figure: what it says, how it came about line by line, and where its rows come from."""

from dataclasses import replace

from commonweal.basics.numbers import per_unit, pounds, shorten
from commonweal.basics.tables import Record
from commonweal.indicators.figure import Figure, Withheld
from commonweal.ledger.tables import ROLES
from commonweal.report.blocks import Block, Bullets, Inlines, Link, Page, Pairs, Paragraph, Section
from commonweal.report.figure_facts import selection, what_it_says
from commonweal.report.line_tables import Chosen, activities_table, lines_table
from commonweal.report.lines import valued_of
from commonweal.report.promise_rows import promise_table
from commonweal.report.table_rows import rows_table
from commonweal.report.tables import note_of, noted, sentence
from commonweal.report.unit_values import unit_values_table
from commonweal.report.words import amount, say, shown
from commonweal.report.year import Row, Year

# Above this many lines a page gives totals by contract or project; the CSV has each line.
MOST_LINES = 200
_WRITTEN_OUT = 3


def figure_page(year: Year, figure: Figure) -> Page:
    """The page of one figure."""
    lines = [] if figure.withheld is Withheld.DISCLOSURE else year.lines.of(figure)
    blocks: list[Block] = [Pairs(tuple(what_it_says(year, figure)), "facts")]
    note = note_of(year, figure)
    if note:
        blocks.append(Paragraph((note,)))
    blocks += _withheld(figure)
    if figure.id.startswith("progress.promises."):
        blocks += promise_table(year, figure)
    elif lines:
        blocks += _made(year, figure, lines)
    elif figure.withheld is not Withheld.DISCLOSURE:
        blocks += rows_table(year, figure) or [Paragraph((say("figure.lines_none"),))]
    blocks.append(Section("selection", say("figure.selection"), (selection(year, figure),)))
    return Page(
        f"figures/{figure.id}",
        figure.title,
        tuple(blocks),
        label=say("figure.label"),
        about=year.about(figure),
        back=_back(figure),
    )


def _back(figure: Figure) -> Link:
    if figure.role in ROLES:
        role = shown("role", figure.role)
        return Link(say("chapter_back", chapter=role), f"part:{figure.role}")
    return Link(say("index_back"), "part:summary")


def _withheld(figure: Figure) -> list[Block]:
    if figure.withheld is Withheld.LICENCE:
        # Where the total is withheld as well, the figure's own note says so.
        return [] if figure.value is None else [Paragraph((say("figure.licence"),), "notice")]
    if figure.withheld is Withheld.DISCLOSURE:
        key = "suppressed" if figure.suppressed else "rounded"
        return [Paragraph((say(f"figure.{key}"), " ", say("figure.disclosure")), "notice")]
    return []


def _made(year: Year, figure: Figure, lines: list[Record]) -> list[Block]:
    """The sum written out, its lines, what it assumes, where its rows come from, and what stands beside it."""
    chosen = _chosen(year, figure, lines) if figure.kind else {}
    if figure.kind:
        # A line that this framework version gives no value is no part of a figure in £.
        lines = [line for line in lines if chosen[line.text("line")]]
    blocks: list[Block] = []
    hidden = (figure.lines or 0) - len(lines)
    if hidden > 0:
        # The others beside the total would give the hidden ones away by subtraction, so none is shown.
        return [Paragraph((say("figure.hidden", count=f"{hidden:,}", of=f"{figure.lines:,}"),), "notice")]
    written = _written_out(year, figure, lines, chosen)
    if written:
        blocks.append(Section("made", say("figure.made"), written))
    blocks.append(Section("lines", say("figure.lines"), tuple(_lines(year, figure, lines, chosen))))
    assumed = _texts(year, lines, "assumption")
    if assumed:
        blocks.append(Section("assumes", say("figure.assumes"), (Bullets(assumed),)))
    values = unit_values_table(
        year, "per-unit-table", (used for rows in chosen.values() for row in rows if (used := year.unit_value(row)))
    )
    if values:
        blocks.append(Section("per-unit", say("figure.per_unit"), (values,)))
    if not figure.kind:
        blocks += _reasons(year, lines)
    blocks += _beside(year, figure)
    rows = [row for line in lines if (row := _row(year, line))] if len(lines) <= MOST_LINES else []
    sources = tuple((text,) for text in dict.fromkeys(map(noted, rows)) if text)
    if sources:
        blocks.append(Section("sources", say("figure.sources"), (Bullets(sources, "small"),)))
    return blocks


def _chosen(year: Year, figure: Figure, lines: list[Record]) -> Chosen:
    """The valued rows of a figure in £, by line."""
    found: dict[str, list[Row]] = {line.text("line"): [] for line in lines}
    for row in valued_of(figure, (row for name in found for row in year.valued_by_line.get(name, ()))):
        found[row["line"]].append(row)
    return found


def _row(year: Year, line: Record) -> Record | None:
    return year.rows_behind[line.text("origin")].get(line.text("row"))


def _texts(year: Year, lines: list[Record], column: str) -> tuple[Inlines, ...]:
    rows = [row for line in lines if line.text("origin") == "commitments" and (row := _row(year, line))]
    return tuple((text,) for text in dict.fromkeys(row.text(column) for row in rows) if text)


def _written_out(year: Year, figure: Figure, lines: list[Record], chosen: Chosen) -> tuple[Block, ...]:
    """The sum as a person would write it; the first few lines of a long one."""
    if figure.withheld is not Withheld.NO or figure.value is None:
        return ()
    if figure.kind:
        sums = [text for line in lines for row in chosen[line.text("line")] for text in _product(year, line, row)]
        rest = len(sums) - _WRITTEN_OUT if len(sums) > _WRITTEN_OUT + 1 else 0
        shown_sums = sums[:_WRITTEN_OUT] if rest else sums
        written: list[Block] = [Paragraph((text,), "sum") for text in shown_sums]
        if len(sums) > 1:
            written.append(
                Paragraph((say("figure.sum_total", total=pounds(figure.value), count=f"{len(sums):,}"),), "sum")
            )
        return tuple(written)
    if 1 < len(lines) <= 2 * _WRITTEN_OUT:
        parts = " + ".join(amount(line.number_or_zero("quantity"), figure.unit) for line in lines)
        return (
            Paragraph(
                (
                    say(
                        "figure.sum_of",
                        parts=parts,
                        total=year.quantity(figure.value, figure.unit),
                    ),
                ),
                "sum",
            ),
        )
    return ()


def _product(year: Year, line: Record, row: Row) -> list[str]:
    used = year.unit_value(row)
    central = used.number("central") if used else None
    if central is None:
        return []
    quantity = year.quantity(line.number_or_zero("quantity"), line.text("unit"), line.text("bound"))
    text = say("figure.sum", quantity=quantity, per_unit=per_unit(central), value=pounds(row["gross_central"]))
    if row["net_central"] is not None:
        text += "; " + say(
            "figure.sum_net",
            value=pounds(row["gross_central"]),
            factor=shorten(row["net_factor"]),
            net=pounds(row["net_central"]),
        )
    return [text]


def _lines(year: Year, figure: Figure, lines: list[Record], chosen: Chosen) -> list[Block]:
    link = Link("lines.csv", "data:lines.csv")
    if len(lines) > MOST_LINES:
        return [
            Paragraph(year.sentence("figure.many", count=f"{len(lines):,}", link=link)),
            activities_table(year, figure, lines, chosen),
        ]
    return [lines_table(year, "lines-table", say("figure.lines_caption"), figure, lines, chosen)]


def _reasons(year: Year, lines: list[Record]) -> list[Block]:
    """Why some of the lines have no value in £."""
    found = dict.fromkeys(
        str(row["reason"]) for line in lines for row in year.valued_by_line.get(line.text("line"), []) if row["reason"]
    )
    if not found:
        return []
    return [Section("reasons", say("figure.reasons"), (Bullets(tuple((sentence(reason),) for reason in found)),))]


def _beside(year: Year, figure: Figure) -> list[Block]:
    """Lines like those of the figure that enter no total: parts, other ways of counting, repeats."""
    if figure.selection.get("counted") != "yes" or figure.rule != "quantity":
        return []
    lines = year.lines.of(replace(figure, selection={**figure.selection, "counted": "no"}))[:MOST_LINES]
    if not lines:
        return []
    table = lines_table(year, "beside-table", say("figure.beside_caption"), figure, lines, {}, why=True)
    return [Section("beside", say("figure.beside"), (table,))]
