"""A page for each figure: what it says, how it came about line by line, and where its rows come from."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from commonweal.basics.numbers import pounds, shorten, total
from commonweal.basics.periods import in_words
from commonweal.basics.tables import Record
from commonweal.indicators.figure import Figure, Withheld
from commonweal.ledger.tables import ROLES
from commonweal.report.blocks import Block, Bullets, Code, Column, Inlines, Link, Page, Pairs, Paragraph, Section, Table
from commonweal.report.lines import valued_of
from commonweal.report.method import per_unit, value_text
from commonweal.report.promise_rows import promise_table
from commonweal.report.tables import cell, columns, noted, parts_of
from commonweal.report.words import CATALOGUE, amount, say, shown
from commonweal.report.year import Row, Year, join, view_key

# Above this many lines a page gives totals by contract or project; the CSV has each line.
MOST_LINES = 200
_WRITTEN_OUT = 3


def figure_page(year: Year, figure: Figure) -> Page:
    """The page of one figure."""
    lines = [] if figure.withheld is Withheld.DISCLOSURE else year.lines.of(figure)
    blocks: list[Block] = [Pairs(tuple(_what(year, figure)), "facts")]
    if figure.note:
        blocks.append(Paragraph((figure.note,)))
    blocks += _withheld(figure)
    if figure.unit == "promises":
        blocks += promise_table(year, figure)
    elif lines:
        blocks += _made(year, figure, lines)
    elif figure.withheld is not Withheld.DISCLOSURE:
        blocks.append(Paragraph((say("figure.lines_none"),)))
    blocks.append(Section("selection", say("figure.selection"), (_selection(figure),)))
    title = say("figure.page_title", title=figure.title, status=year.status(figure), about=year.about(figure))
    return Page(f"figures/{figure.id}", title, tuple(blocks), label=say("figure.label"), back=_back(figure))


def _back(figure: Figure) -> Link:
    if figure.role in ROLES:
        role = shown("role", figure.role)
        return Link(say("chapter_back", chapter=role), f"part:{figure.role}")
    return Link(say("index_back"), "part:summary")


def _what(year: Year, figure: Figure) -> list[tuple[str, Inlines]]:
    rows: list[tuple[str, Inlines]] = [(say("figure.number"), (f"{year.number(figure)} {year.unit(figure)}".strip(),))]
    if figure.bound != "exact":
        rows.append((say("figure.bound"), (say(f"figure.bound_{figure.bound}"),)))
    about = CATALOGUE["status_about"].get(figure.standing)
    rows.append((say("figure.status"), (say("figure.status_text", status=year.status(figure), about=about) if about
                                        else year.status(figure),)))
    rows += [(say("figure.period"), (year.when(figure),)), (say("figure.place"), (year.place(figure.place),))]
    if figure.role:
        rows.append((say("figure.role"), (shown("role", figure.role),)))
    if figure.activity:
        rows.append((say("table.activity"), (year.name("activities", figure.activity),)))
    if figure.theme or figure.outcome:
        rows.append((say("figure.theme"), (": ".join(filter(None, (figure.theme, figure.outcome))),)))
    if parts_of(figure):
        rows.append((say("figure.parts"), (parts_of(figure),)))
    if figure.whole is not None and figure.value is not None:
        rows.append((say("figure.share"), (say("figure.share_text", own=year.quantity(figure.value, figure.unit),
                                               whole=year.quantity(figure.whole, figure.unit)),)))
    if figure.is_money and figure.kind:
        rows += _pounds(year, figure)
    elif figure.lines is not None and figure.lines_valued is not None:
        rows.append((say("figure.valued"), (say("figure.valued_text", valued=f"{figure.lines_valued:,}", lines=f"{figure.lines:,}"),)))
    rows.append((say("figure.id"), year.sentence("figure.in_data", id=(Code(figure.id),), link=Link("figures.csv", "data:figures.csv"))))
    return rows


def _pounds(year: Year, figure: Figure) -> list[tuple[str, Inlines]]:
    rows: list[tuple[str, Inlines]] = [
        (say("figure.money"), (shown("money", figure.kind),)),
        (say("figure.version"), (year.edition_titles.get(figure.edition, figure.edition),)),
        (say("figure.prices"), (str(figure.price_year or say("not_stated")),)),
    ]
    if figure.low is not None and figure.high is not None and figure.ranged is not None and figure.value is not None:
        rows.append((say("figure.range"), (say("figure.range_text", low=pounds(figure.low), high=pounds(figure.high),
                                               ranged=pounds(figure.ranged), value=pounds(figure.value)),)))
    else:
        rows.append((say("figure.range"), (say("figure.range_none"),)))
    if figure.interval_low is not None and figure.interval_high is not None:
        rows.append((say("figure.interval"), (say("figure.interval_text", low=f"£{shorten(figure.interval_low)}",
                                                  high=f"£{shorten(figure.interval_high)}"),)))
    if figure.net is not None:
        text = say("figure.net_text", net=pounds(figure.net), lines=f"{figure.net_lines or 0:,}", of=f"{figure.lines or 0:,}")
        rows.append((say("figure.net"), (text,)))
    else:
        rows.append((say("figure.net"), (say("figure.net_none"),)))
    return rows


def _withheld(figure: Figure) -> list[Block]:
    if figure.withheld is Withheld.LICENCE:
        return [Paragraph((say("figure.licence"),), "notice")]
    if figure.withheld is Withheld.DISCLOSURE:
        key = "suppressed" if figure.suppressed else "rounded"
        return [Paragraph((say(f"figure.{key}"), " ", say("figure.disclosure")), "notice")]
    return []


def _made(year: Year, figure: Figure, lines: list[Record]) -> list[Block]:
    """The sum written out, its lines, what it assumes, where its rows come from, and what stands beside it."""
    chosen = {line.key: valued_of(figure, year.valued_by_line.get(line.key, [])) for line in lines} if figure.kind else {}
    blocks: list[Block] = []
    written = _written_out(year, figure, lines, chosen)
    if written:
        blocks.append(Section("made", say("figure.made"), written))
    blocks.append(Section("lines", say("figure.lines"), tuple(_lines(year, figure, lines, chosen))))
    assumed = _texts(year, lines, "assumption")
    if assumed:
        blocks.append(Section("assumes", say("figure.assumes"), (Bullets(assumed),)))
    values = _per_unit(year, chosen)
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


def _row(year: Year, line: Record) -> Record | None:
    return year.rows_behind[line.text("origin")].get(line.text("row"))


def _texts(year: Year, lines: list[Record], column: str) -> tuple[Inlines, ...]:
    rows = [row for line in lines if line.text("origin") == "commitments" and (row := _row(year, line))]
    return tuple((text,) for text in dict.fromkeys(row.text(column) for row in rows) if text)


def _written_out(year: Year, figure: Figure, lines: list[Record], chosen: dict[str, list[Row]]) -> tuple[Block, ...]:
    """The sum as a person would write it; the first few lines of a long one."""
    if figure.withheld is not Withheld.NO or figure.value is None:
        return ()
    if figure.kind:
        sums = [text for line in lines for row in chosen[line.key] for text in _product(year, line, row)]
        rest = len(sums) - _WRITTEN_OUT if len(sums) > _WRITTEN_OUT + 1 else 0
        shown_sums = sums[:_WRITTEN_OUT] if rest else sums
        written: list[Block] = [Paragraph((text,), "sum") for text in shown_sums]
        if len(sums) > 1:
            written.append(Paragraph((say("figure.sum_total", total=pounds(figure.value), count=f"{len(sums):,}"),), "sum"))
        return tuple(written)
    if 1 < len(lines) <= 2 * _WRITTEN_OUT:
        parts = " + ".join(amount(line.number_or_zero("quantity"), figure.unit) for line in lines)
        return (Paragraph((say("figure.sum_of", parts=parts, total=f"{amount(figure.value, figure.unit)} {year.unit(figure)}".strip()),), "sum"),)
    return ()


def _product(year: Year, line: Record, row: Row) -> list[str]:
    used = _unit_value(year, row)
    central = used.number("central") if used else None
    if central is None:
        return []
    quantity = year.quantity(line.number_or_zero("quantity"), line.text("unit"), line.text("bound"))
    text = say("figure.sum", quantity=quantity, per_unit=per_unit(central), value=pounds(row["gross_central"]))
    if row["net_central"] is not None:
        text += "; " + say("figure.sum_net", value=pounds(row["gross_central"]), factor=shorten(row["net_factor"]), net=pounds(row["net_central"]))
    return [text]


def _unit_value(year: Year, row: Row) -> Record | None:
    return year.unit_values.get((row["case_id"], row["edition"] or "", row["value"] or ""))


def _lines(year: Year, figure: Figure, lines: list[Record], chosen: dict[str, list[Row]]) -> list[Block]:
    link = Link("lines.csv", "data:lines.csv")
    if len(lines) > MOST_LINES:
        return [Paragraph(year.sentence("figure.many", count=f"{len(lines):,}", link=link)), _by_activity(year, figure, lines, chosen)]
    return [lines_table(year, "lines-table", say("figure.lines_caption"), figure, lines, chosen)]


def lines_table(year: Year, id: str, caption: str, figure: Figure, lines: Sequence[Record], chosen: dict[str, list[Row]],
                *, why: bool = False) -> Table:
    """Lines with everything about them that may be shown; amounts in £ where the figure is one and the licence allows it."""
    closed = figure.withheld is Withheld.LICENCE
    shared = any(line.number("own_share") is not None for line in lines)
    delivered = any(line.text("origin") == "deliveries" for line in lines)
    netted = any(row["net_central"] is not None for rows in chosen.values() for row in rows)
    names = ["line", "activity", "place", "from", "until", "quantity"]
    names += ["whole", "share"] if shared else []
    names += ["per_unit", "value"] if chosen else []
    names += ["net"] if chosen and netted and not closed else []
    names += ["evidence", "confirmed"] if delivered else []
    names += ["why"] if why else []
    rows: list[tuple[Inlines, ...]] = []
    for line in lines:
        valued: Sequence[Row | None] = chosen.get(line.key, []) or [None]
        rows += [_line(year, line, row, names, closed) for row in valued]
    return Table(id, caption, columns(*names, numeric=("quantity", "whole", "share", "per_unit", "value", "net")), tuple(rows))


def _line(year: Year, line: Record, row: Row | None, names: list[str], closed: bool) -> tuple[Inlines, ...]:
    start, end, share = line.day("start"), line.day("end"), line.number("own_share")
    unit = line.text("unit")
    cells: dict[str, str] = {
        "activity": year.name("activities", line.text("activity")), "place": year.place(line.text("place")),
        "from": in_words(start) if start else "", "until": in_words(end) if end else "",
        "quantity": year.quantity(line.number_or_zero("quantity"), unit, line.text("bound")),
        "whole": year.quantity(line.number_or_zero("whole_quantity"), unit),
        "share": say("blank") if share is None else f"{shorten(share * 100)}%",
        "evidence": say("yes") if line.yes("evidence") else say("no"),
        "confirmed": say("yes") if line.yes("confirmed") else say("no"), "why": line.text("why_not_counted"),
    }
    if row is not None:
        used = _unit_value(year, row)
        central = used.number("central") if used else None
        hidden = closed or central is None
        cells["per_unit"] = say("method.withheld") if hidden or central is None else per_unit(central)
        cells["value"] = say("method.withheld") if hidden else pounds(row["gross_central"])
        cells["net"] = say("blank") if hidden or row["net_central"] is None else pounds(row["net_central"])
    first: Inlines = (Code(line.key),)
    return (first, *(cell(cells.get(name, say("blank"))) for name in names[1:]))


def _by_activity(year: Year, figure: Figure, lines: list[Record], chosen: dict[str, list[Row]]) -> Table:
    """Totals by contract or project, each linked to its own figure where there is one."""
    groups: dict[str, list[Record]] = {}
    for line in lines:
        groups.setdefault(line.text("activity"), []).append(line)
    views = year.views.get(view_key(figure), {})
    rows = tuple(_activity_row(year, figure, name, groups[name], chosen, views.get(name)) for name in sorted(
        groups, key=lambda name: year.name("activities", name)))
    number = Column(say("table.value") if figure.kind else say("table.quantity"), numeric=True)
    return Table("activities-table", say("figure.activities_caption"),
                 (*columns("activity", "lines", numeric=("lines",)), number), rows)


def _activity_row(year: Year, figure: Figure, name: str, lines: list[Record], chosen: dict[str, list[Row]],
                  own: Figure | None) -> tuple[Inlines, ...]:
    number: Inlines
    if own:
        number = (year.link(own, unit=True),)
    elif figure.kind:
        closed = figure.withheld is Withheld.LICENCE
        number = (say("method.withheld") if closed else pounds(total(
            [row["gross_central"] for line in lines for row in chosen[line.key]])),)
    else:
        number = (_quantities(year, lines),)
    return (cell(year.name("activities", name)), cell(f"{len(lines):,}"), number)


def _quantities(year: Year, lines: list[Record]) -> str:
    """The sum of quantities of each unit; unlike units stand beside each other."""
    units: dict[str, list[Decimal]] = {}
    for line in lines:
        units.setdefault(line.text("unit"), []).append(line.number_or_zero("quantity"))
    return say("separator").join(year.quantity(total(numbers), unit) for unit, numbers in units.items())


def _per_unit(year: Year, chosen: dict[str, list[Row]]) -> Table | None:
    """Each £ per unit that the figure uses, as printed and as used, with its source and what it is not."""
    found = {(row["edition"], row["value"], used.text("units")): used for rows in chosen.values() for row in rows
             if (used := _unit_value(year, row))}
    if not found:
        return None
    rows = tuple((cell(used.text("value")), cell(_amount(used, "printed_")), cell(_amount(used, "")), cell(_prices(used)),
                  cell(used.text("source")), cell(used.text("licence")), cell(used.text("is_not")))
                 for _, used in sorted(found.items()))
    return Table("per-unit-table", say("method.values_caption"), columns(
        "per_unit", "printed", "used", "prices", "source", "licence", "is_not", numeric=("printed", "used")), rows)


def _amount(used: Record, prefix: str) -> str:
    return say("method.withheld") if used.get("redistributable") is False else value_text(used, prefix)


def _prices(used: Record) -> str:
    if used.text("uprated_with"):
        return say("method.uprated", before=used.text("printed_price_year"), after=used.text("price_year"), index=used.text("uprated_with"))
    return used.text("price_year")


def _reasons(year: Year, lines: list[Record]) -> list[Block]:
    """Why some of the lines have no value in £."""
    found = dict.fromkeys(str(row["reason"]) for line in lines for row in year.valued_by_line.get(line.key, []) if row["reason"])
    if not found:
        return []
    return [Section("reasons", say("figure.reasons"), (Bullets(tuple((_capital(reason),) for reason in found)),))]


def _capital(text: str) -> str:
    return f"{text[:1].upper()}{text[1:].rstrip('.')}."


def _beside(year: Year, figure: Figure) -> list[Block]:
    """Lines like those of the figure that enter no total: parts, other ways of counting, repeats."""
    if figure.selection.get("counted") != "yes" or figure.rule not in ("quantity", "value"):
        return []
    lines = year.lines.of(replace(figure, selection={**figure.selection, "counted": "no"}))[:MOST_LINES]
    if not lines:
        return []
    table = lines_table(year, "beside-table", say("figure.beside_caption"), figure, lines, {}, why=True)
    return [Section("beside", say("figure.beside"), (table,))]


def _selection(figure: Figure) -> Block:
    if not figure.selection:
        return Paragraph((say("figure.selection_none"),))
    rows = tuple((name, join((Code(value),) for value in choice.split("|"))) for name, choice in figure.selection.items())
    return Pairs(rows, "codes")
