"""How a figure came about, for its page and that of its contract: which values it chose, and the sum written out."""

from commonweal.basics.numbers import per_unit, pounds, shorten
from commonweal.basics.tables import Record
from commonweal.indicators.figure import Figure, Withheld
from commonweal.report.blocks import Block, Paragraph
from commonweal.report.line_tables import Chosen
from commonweal.report.lines import valued_of
from commonweal.report.words import exact_amount, say
from commonweal.report.year import Row, Year

_WRITTEN_OUT = 3


def why_withheld(figure: Figure) -> list[Block]:
    """The reason why a figure, its lines or their £ are not shown; nothing where all is."""
    if figure.withheld is Withheld.LICENCE:
        # Where the total is withheld as well, the figure's own note says so.
        return [] if figure.value is None else [Paragraph((say("figure.licence"),), "notice")]
    if figure.withheld is Withheld.DISCLOSURE:
        key = "suppressed" if figure.suppressed else "rounded"
        return [Paragraph((say(f"figure.{key}"), " ", say("figure.disclosure")), "notice")]
    return []


def chosen_values(year: Year, figure: Figure, lines: list[Record]) -> Chosen:
    """The valued rows of a figure in £, by line."""
    found: dict[str, list[Row]] = {line.text("line"): [] for line in lines}
    for row in valued_of(figure, (row for name in found for row in year.valued_by_line.get(name, ()))):
        found[row["line"]].append(row)
    return found


def row_behind(year: Year, line: Record) -> Record | None:
    """The promise or the delivery that a line was made from."""
    return year.rows_behind[line.text("origin")].get(line.text("row"))


def assumption(year: Year, line: Record) -> str:
    """What the promise behind a line assumes; blank for what was done."""
    row = row_behind(year, line) if line.text("origin") == "commitments" else None
    return row.text("assumption") if row else ""


def written_out(year: Year, figure: Figure, lines: list[Record], chosen: Chosen) -> tuple[Block, ...]:
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
    if figure.rule == "change":
        return _difference(figure)
    # A count of promises is no sum of their lines.
    if figure.unit != "promises" and 1 < len(lines) <= 2 * _WRITTEN_OUT:
        parts = " + ".join(exact_amount(line.number_or_zero("quantity"), figure.unit) for line in lines)
        total = year.exact_quantity(figure.value, figure.unit)
        return (Paragraph((say("figure.sum_of", parts=parts, total=total),), "sum"),)
    return ()


def _difference(figure: Figure) -> tuple[Block, ...]:
    """A change as a person would write it; a percentage has its numbers in its note."""
    numbers = [exact_amount(number, figure.unit) for number in (figure.numerator, figure.denominator, figure.value)
               if number is not None]
    if figure.unit == "%" or len(numbers) < 3:
        return ()
    now, before, more = numbers
    return (Paragraph((say("figure.sum_change", now=now, before=before, change=more),), "sum"),)


def _product(year: Year, line: Record, row: Row) -> list[str]:
    used = year.unit_value(row)
    central = used.number("central") if used else None
    if central is None:
        return []
    quantity = year.exact_quantity(line.number_or_zero("quantity"), line.text("unit"), line.text("bound"))
    text = say("figure.sum", quantity=quantity, per_unit=per_unit(central), value=pounds(row["gross_central"]))
    if row["net_central"] is not None:
        text += "; " + say(
            "figure.sum_net",
            value=pounds(row["gross_central"]),
            factor=shorten(row["net_factor"]),
            net=pounds(row["net_central"]),
        )
    return [text]
