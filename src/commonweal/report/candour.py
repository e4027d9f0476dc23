"""What we could not show, how good the data is, the data itself, the words."""

from commonweal.basics.tables import Record
from commonweal.indicators.figure import FIGURES, Withheld
from commonweal.ledger.tables import ROLES
from commonweal.report.blocks import Block, Bullets, Code, Column, Inlines, Link, Pairs, Paragraph, Part, Section, Table
from commonweal.report.changes import CHANGES
from commonweal.report.committee import DOCX
from commonweal.report.missing import without_a_number
from commonweal.report.phrases import day_or, text_or_not_stated
from commonweal.report.pledges import answers
from commonweal.report.public import public_tables
from commonweal.report.questions import unanswered
from commonweal.report.signatures import signatures
from commonweal.report.tables import cell, columns, figure_table, sentence
from commonweal.report.translations import not_yet
from commonweal.report.words import glossary as looked_up
from commonweal.report.words import say, shown
from commonweal.report.year import Year
from commonweal.valuation.tables import VALUED_LINES

_RETURNS = ("due", "received", "none", "late")
_STATES = ("verified", "submitted", "queried", "rejected", "draft")


def gaps(year: Year) -> Part:
    """Known gaps with reason and office, what is withheld, what readers ask and nobody can answer yet."""
    declared: Block = _declared(year) if year.gaps else Paragraph((say("gaps.declared_none"),))
    counts = {
        kind: sum(figure.withheld is kind for figure in year.figures)
        for kind in (Withheld.LICENCE, Withheld.DISCLOSURE)
    }
    withheld = tuple(
        (say(f"gaps.withheld_{name}", count=f"{counts[kind]:,}"),)
        for kind, name in ((Withheld.LICENCE, "licence"), (Withheld.DISCLOSURE, "people"))
        if counts[kind]
    )
    questions = tuple((Link(answer.title, f"part:{answer.id}"),) for answer in unanswered(year))
    objectives = tuple(cell(row.text("title")) for row in year.book.rows("objectives") if not row.ids("measures"))
    pledged = tuple(cell(row.text("title")) for row in year.book.rows("promises") if not answers(year, row))
    blocks: list[Block] = [
        Paragraph((say("gaps.lead"),)),
        *([Section("gaps-asked", say("gaps.silent"), (Bullets(questions),))] if questions else []),
        Section("gaps-numbers", say("gaps.numbers"), tuple(without_a_number(year))),
        Section(
            "gaps-withheld",
            say("gaps.withheld"),
            (Bullets(withheld) if withheld else Paragraph((say("gaps.withheld_none"),)),),
        ),
    ]
    if objectives:
        blocks.append(Section("gaps-objectives", say("gaps.unmeasured"), (Bullets(objectives),)))
    if pledged:
        blocks.append(Section("gaps-pledges", say("gaps.unanswered"), (Bullets(pledged),)))
    blocks.append(Section("gaps-declared", say("gaps.declared"), (declared,)))
    return Part("gaps", say("parts.gaps"), tuple(blocks))


def _declared(year: Year) -> Table:
    """The known gaps, those with the same reason in one row: one reason often stands behind many."""
    groups: dict[tuple[str, str, str], list[str]] = {}
    for finding, reason, by, on in year.gaps:
        key = (reason or say("gaps.no_reason"), text_or_not_stated(by), day_or(on))
        groups.setdefault(key, []).append(sentence(finding.message))
    rows = tuple(
        (cell(reason), cell(f"{len(missing):,}"), cell(" ".join(dict.fromkeys(missing))), cell(by), cell(on))
        for (reason, by, on), missing in groups.items()
    )
    return Table(
        "gaps-table",
        say("gaps.declared_caption"),
        columns("why", "count", "gap", "by", "on", numeric=("count",)),
        rows,
        (say("gaps.declared_note"),),
    )


def quality(year: Year) -> Part:
    """How many claims stand in each state, without naming any, and how much could be valued, checked and evidenced."""
    blocks: list[Block] = [Section("quality-claims", say("quality.claims"), tuple(_claims(year)))]
    blocks.append(Section("quality-returns", say("quality.returns"), tuple(_returns(year))))
    table = figure_table(
        year,
        "coverage",
        say("quality.how_much_caption"),
        (figure for figure in year.having("rule", "coverage") if figure.unit == "%" and year.is_current(figure)),
    )
    if table:
        blocks.append(Section("quality-coverage", say("quality.how_much"), (table,)))
    blocks.append(signatures(year))
    blocks += not_yet(year)
    return Part("quality", say("parts.quality"), tuple(blocks))


def _returns(year: Year) -> list[Block]:
    """From how many contracts and projects a return was due, and how many came, in each year the records tell of."""
    figures = sorted(year.having("rule", "returns"), key=lambda figure: (
        not year.is_current(figure), figure.period, _RETURNS.index(figure.id.split(".")[1])))
    table = figure_table(year, "returns", say("quality.returns_caption"), figures,
                         ("what", "number", "numerator", "period", "note"))
    return [table] if table else [Paragraph((say("quality.returns_unknown"),))]


def _claims(year: Year) -> list[Block]:
    counts: dict[tuple[str, str], Record] = {
        (row.text("role"), row.text("state")): row
        for row in year.snapshot.claim_counts
        if row.text("period") == year.book.settings.period.id
    }
    if not counts:
        return [Paragraph((say("quality.claims_none"),))]
    states = [state for state in _STATES if any(key[1] == state for key in counts)]
    rows = tuple(
        (cell(shown("role", role)), *(cell(_claim(counts.get((role, state)))) for state in states))
        for role in ROLES
        if any(key[0] == role for key in counts)
    )
    titles = tuple(shown("claim_state", state) for state in states)
    head = columns("role") + tuple(Column(title, numeric=True) for title in titles)
    return [
        Table("claims", say("quality.claims_caption", period=year.period), head, rows, (say("quality.claims_note"),))
    ]


def _claim(row: Record | None) -> str:
    if row is None:
        return "0"
    return say("quality.claim", claims=f"{row.count('claims') or 0:,}", held=f"{row.count('with_evidence') or 0:,}")


def data(year: Year) -> Part:
    """The downloads with what each holds, the fingerprint, and how to check the report."""
    rows: list[tuple[Inlines, ...]] = [
        (_file("figures"), cell(FIGURES.row_is), cell(f"{len(year.figures):,}")),
        (_file("valued_lines"), cell(VALUED_LINES.row_is), cell(say("blank"))),
        (_file("changes"), cell(CHANGES.row_is), cell(f"{len(year.changes):,}")),
    ]
    rows += [
        (_file(name), cell(public.table.row_is), cell(f"{len(public):,}"))
        for name, public in sorted(public_tables(year.snapshot).items())
    ]
    table = Table(
        "downloads",
        say("data.caption"),
        columns("file", "holds", "rows", numeric=("rows",)),
        tuple(rows),
        (say("data.licence_note"),),
    )
    check = (
        Paragraph(
            year.sentence(
                "data.verify_text",
                command=(Code("commonweal verify"),),
                fingerprint=Link(say("summary.fingerprint"), "part:how-we-know"),
            )
        ),
        Paragraph(year.sentence("data.explain_text", command=(Code("commonweal explain"),))),
    )
    return Part(
        "data",
        say("parts.data"),
        (
            Paragraph(year.sentence("data.lead", figures=Link(say("figures_link"), "page:figures/index.html"))),
            Paragraph(
                year.sentence(
                    "data.other_forms",
                    pdf=Link(say("data.pdf"), "page:report.pdf"),
                    workbook=Link(say("data.workbook"), "page:report.xlsx"),
                    committee=Link(say("data.committee"), f"page:{DOCX}"),
                )
            ),
            Section("data-check", say("data.verify"), check),
            Section("data-files", say("data.files"), (table,)),
        ),
    )


def _file(name: str) -> Inlines:
    return (Link(f"{name}.csv", f"data:{name}.csv"),)


def glossary() -> Part:
    """What the words mean."""
    return Part(
        "glossary",
        say("parts.glossary"),
        (Pairs(tuple((word, (means,)) for word, means in looked_up())),),
    )
