"""How a figure came about, for its page and that of its contract: which values it chose, and the sum written out."""

from decimal import Decimal

from commonweal.basics.numbers import ZERO, per_unit, pounds, shorten
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
    for row in valued_of(figure, (row for line in lines for row in year.worth(line))):
        found[row["line"]].append(row)
    return found


def assumption(year: Year, line: Record) -> str:
    """What the promise behind a line assumes; blank for what was done."""
    row = year.row_behind(line) if line.text("origin") == "commitments" else None
    return row.text("assumption") if row else ""


def written_out(
    year: Year, figure: Figure, lines: list[Record], chosen: Chosen, count: int | None = None
) -> tuple[Block, ...]:
    """The sum as a person would write it; the first few lines of a long one.

    `count` says how many lines there are where `lines` are only some of them.
    """
    if figure.withheld is not Withheld.NO or figure.value is None:
        return ()
    if figure.kind:
        pairs = [(line, row) for line in lines for row in chosen[line.text("line")] if _central(year, row) is not None]
        several = pairs[:_WRITTEN_OUT] if len(pairs) > _WRITTEN_OUT + 1 else pairs
        sums = [_product(year, line, row) for line, row in several]
        if (count or len(pairs)) > 1:
            sums.append(say("figure.sum_total", total=pounds(figure.value), count=f"{count or len(pairs):,}"))
        return tuple(Paragraph((text,), "sum") for text in sums)
    if figure.rule == "change":
        return _difference(figure)
    # A count of promises is no sum of their lines.
    if figure.unit != "promises" and count is None and 1 < len(lines) <= 2 * _WRITTEN_OUT:
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


def _central(year: Year, row: Row) -> Decimal | None:
    used = year.unit_value(row)
    return used.number("central") if used else None


def _product(year: Year, line: Record, row: Row) -> str:
    central = _central(year, row) or ZERO
    quantity = year.exact_quantity(line.number_or_zero("quantity"), line.text("unit"), line.text("bound"))
    text = say("figure.sum", quantity=quantity, per_unit=per_unit(central), value=pounds(row["gross_central"]))
    if row["net_central"] is not None:
        text += "; " + say(
            "figure.sum_net",
            value=pounds(row["gross_central"]),
            factor=shorten(row["net_factor"]),
            net=pounds(row["net_central"]),
        )
    return text
