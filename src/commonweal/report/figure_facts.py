"""What a figure says beside its number: status, period, place, range, share, and which lines it covers, in words."""

from commonweal.basics.numbers import pounds, shorten
from commonweal.indicators.figure import Figure, Withheld
from commonweal.report.blocks import Block, Code, Inlines, Link, Pairs, Paragraph
from commonweal.report.phrases import join
from commonweal.report.tables import parts_of
from commonweal.report.words import CATALOGUE, amount, counted, exact_amount, say, shown, unit_after
from commonweal.report.year import Year

# Where the words for what a selection asks for stand in the catalogue.
_WORDS_OF = {
    "standing": "status",
    "kind": "money",
    "role": "role",
    "stage": "stage",
    "period_kind": "period_kind",
    "state": "claim_state",
    "counted": "yes_no",
    "promise": "yes_no",
    "due_now": "yes_no",
    "confirmed": "yes_no",
    "evidence": "yes_no",
    "sme": "yes_no",
    "vcse": "yes_no",
    "office_placed": "placed",
    "delivery_placed": "placed",
}


def what_it_says(year: Year, figure: Figure) -> list[tuple[str, Inlines]]:
    """The terms of a figure's page, its number first."""
    rows = _number_and_bound(year, figure)
    about = CATALOGUE["status_about"].get(figure.standing)
    rows.append(
        (
            say("figure.status"),
            (say("figure.status_text", status=year.status(figure), about=about) if about else year.status(figure),),
        )
    )
    rows += [(say("figure.period"), (year.when(figure),)), (say("figure.place"), (year.place(figure.place),))]
    if figure.role:
        rows.append((say("figure.role"), (shown("role", figure.role),)))
    if figure.activity:
        rows.append((say("table.activity"), (year.name("activities", figure.activity),)))
    if figure.theme or figure.outcome:
        rows.append((say("figure.theme"), (": ".join(filter(None, (figure.theme, figure.outcome))),)))
    if figure.is_money and figure.kind and figure.rule != "change":
        rows += _measured(year, figure) + _version(year, figure) + _pounds(year, figure)
    else:
        rows += _measured(year, figure) + _valued(figure)
    rows.append(
        (
            say("figure.id"),
            year.sentence("figure.in_data", id=(Code(figure.id),), link=Link("figures.csv", "data:figures.csv")),
        )
    )
    return rows


def briefly(year: Year, figure: Figure) -> list[tuple[str, Inlines]]:
    """The terms of a figure under a heading that says its status, framework version, prices and period already."""
    rows = _number_and_bound(year, figure)
    if figure.place not in ("", year.book.settings.place):
        rows.append((say("figure.place"), (year.place(figure.place),)))
    if figure.theme or figure.outcome:
        rows.append((say("figure.theme"), (": ".join(filter(None, (figure.theme, figure.outcome))),)))
    rows += _measured(year, figure)
    rows += _pounds(year, figure) if figure.is_money and figure.kind else _valued(figure)
    return [*rows, (say("figure.id"), (Code(figure.id),))]


def _number_and_bound(year: Year, figure: Figure) -> list[tuple[str, Inlines]]:
    rows: list[tuple[str, Inlines]] = [(say("figure.number"), (_number(year, figure),))]
    bound = year.bound(figure)
    if bound != "exact":
        key = "ratio" if figure.rule == "ratios" and bound == "about" else bound
        key = "unplaced" if figure.rule == "local-spend" else key
        rows.append((say("figure.bound"), (say(f"figure.bound_{key}", bound=shown("bound", bound)),)))
    return rows


def _measured(year: Year, figure: Figure) -> list[tuple[str, Inlines]]:
    """The two parts of a share or ratio, and our share of a shared project."""
    rows: list[tuple[str, Inlines]] = []
    if parts := parts_of(year, figure):
        rows.append((say("figure.parts"), (parts,)))
    if figure.whole is not None and figure.value is not None:
        rows.append(
            (
                say("figure.share"),
                (
                    say(
                        "figure.share_text",
                        own=year.quantity(figure.value, figure.unit),
                        whole=year.quantity(figure.whole, figure.unit),
                    ),
                ),
            )
        )
    return rows


def _valued(figure: Figure) -> list[tuple[str, Inlines]]:
    if figure.lines is None or figure.lines_valued is None:
        return []
    text = say("figure.valued_text", valued=f"{figure.lines_valued:,}", lines=f"{figure.lines:,}")
    return [(say("figure.valued"), (text,))]


def _version(year: Year, figure: Figure) -> list[tuple[str, Inlines]]:
    return [
        (say("figure.money"), (shown("money", figure.kind),)),
        (say("figure.version"), (year.edition_titles.get(figure.edition, figure.edition),)),
        (say("figure.prices"), (str(figure.price_year or say("not_stated")),)),
    ]


def _number(year: Year, figure: Figure) -> str:
    """The number as printed everywhere and, where that is rounded, as it is exactly."""
    unit = unit_after(figure.unit, figure.value, measured=figure.unit in year.measured_units)
    number = f"{year.number(figure)} {unit}".strip()
    if figure.value is None:
        return number
    exact = exact_amount(figure.value, figure.unit)
    return number if exact == amount(counted(figure.value, figure.unit), figure.unit) else say(
        "figure.exactly", number=number, exact=exact)


def _pounds(year: Year, figure: Figure) -> list[tuple[str, Inlines]]:
    rows: list[tuple[str, Inlines]] = []
    if figure.low is not None and figure.high is not None and figure.ranged is not None and figure.value is not None:
        rows.append(
            (
                say("figure.range"),
                (
                    say(
                        "figure.range_text",
                        low=pounds(figure.low),
                        high=pounds(figure.high),
                        ranged=pounds(figure.ranged),
                        value=pounds(figure.value),
                    ),
                ),
            )
        )
    else:
        closed = figure.withheld is Withheld.LICENCE and figure.value is None
        rows.append((say("figure.range"), (say("method.withheld" if closed else "figure.range_none"),)))
    if figure.interval_low is not None and figure.interval_high is not None:
        rows.append(
            (
                say("figure.interval"),
                (
                    say(
                        "figure.interval_text",
                        low=f"£{shorten(figure.interval_low)}",
                        high=f"£{shorten(figure.interval_high)}",
                    ),
                ),
            )
        )
    if figure.net is not None:
        text = say(
            "figure.net_text", net=year.net_in_full(figure), lines=f"{figure.net_lines or 0:,}",
            of=f"{figure.lines or 0:,}"
        )
        rows.append((say("figure.net"), (text,)))
    else:
        closed = figure.withheld is Withheld.LICENCE
        rows.append((say("figure.net"), (say("method.withheld" if closed else "figure.net_none"),)))
    return rows


def selection(year: Year, figure: Figure) -> Block:
    """Which lines or rows a figure covers, in words where there are any."""
    if not figure.selection:
        return Paragraph((say("figure.selection_none"),))
    rows = tuple(
        (_column(name), join(_choice(year, name, value) for value in choice.split("|")))
        for name, choice in figure.selection.items()
    )
    return Pairs(rows, "codes")


def covers(year: Year, figure: Figure) -> Inlines:
    """The same in one line, for a figure on the page of its contract or project."""
    if not figure.selection:
        return (say("figure.selection_none"),)
    said: list[Inlines] = []
    for name, choice in figure.selection.items():
        if name != "activity":
            choices = join(_choice(year, name, value) for value in choice.split("|"))
            said.append((f"{_column(name)}: ", *choices))
    return join(said)


def _column(name: str) -> str:
    return str(CATALOGUE["columns"].get(name, name.replace("_", " ")))


def _choice(year: Year, name: str, value: str) -> Inlines:
    """What a selection asks for, in words where there are any, else as it stands in the files."""
    if name in ("table", "origin"):
        return (Link(f"{value}.csv", f"data:{value}.csv"),)
    if name in ("theme", "outcome"):
        return (value,)
    if name == "period" and value:
        return (year.period_label(value),)
    if name in ("place", "office"):
        return (year.place(value),)
    group = CATALOGUE.get(_WORDS_OF.get(name, ""), {})
    return (str(group[value]),) if value in group else (Code(value),)
