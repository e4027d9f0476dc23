"""Whatever the lines, no figure adds what may not be added, and each is the plain sum of the lines it selects."""

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonweal.basics.rows import RowReader
from commonweal.basics.tables import Record, write_value
from commonweal.indicators.compute import compute
from commonweal.indicators.facts import Facts
from commonweal.indicators.figure import Figure
from commonweal.ledger.tables import COMMITMENTS, DELIVERIES
from commonweal.snapshot.lines import freeze_lines
from commonweal.snapshot.model import Snapshot
from commonweal.valuation import reference
from tests.indicators.small import AS_OF, ASSUMED, book_of

# Few measures and spans, so that lines which may not be added often meet.
MEASURES = ("hours", "hours", "course", "course", "jobs", "trained", "women", "gifts", "carbon", "wage")
SPANS = (("2024-04-01", "2024-06-30"), ("2024-07-01", "2024-09-30"), ("2024-04-01", "2025-03-31"),
         ("2023-04-01", "2024-03-31"), ("2023-09-01", "2024-08-31"), ("2024-09-01", "2026-08-31"))

spans = st.sampled_from(SPANS).map(lambda span: {"start": span[0], "end": span[1]})
common = st.fixed_dictionaries({
    "activity": st.sampled_from(["road", "school"]), "measure": st.sampled_from(MEASURES),
    "quantity": st.integers(0, 10**6).map(lambda number: str(Decimal(number) / 100)),
    "place": st.sampled_from(["", "north"]), "bound": st.sampled_from(["exact", "over", "about", "nearly"]),
})
delivered = st.tuples(common, spans, st.fixed_dictionaries({
    "period_kind": st.sampled_from(["financial-year", "quarter", "academic-year", "to-date", "twelve-months"]),
    "state": st.sampled_from(["verified", "submitted", "queried"]),
    "stage": st.sampled_from(["not-applicable", "referred", "completed"]),
}))
promised = st.tuples(common, spans, st.fixed_dictionaries({
    "period_kind": st.sampled_from(["financial-year", "academic-year"]),
    "stage": st.sampled_from(["potential", "offered", "committed"]),
    "person_stage": st.sampled_from(["not-applicable", "completed"]),
    "profile": st.sampled_from(["even", "end"]),
}))


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    return book_of({}, tmp_path_factory.mktemp("book"))


def record(table, number, parts):
    cells = dict(ASSUMED[table.name]) | {"id": f"{table.name}{number}"}
    for part in parts:
        cells |= part
    if table is COMMITMENTS:
        cells["due"] = cells.pop("end")
    found, findings = RowReader(table, list(cells), "").read(list(cells.values()), number)
    assert found, findings
    return found


def frozen(book, promises, deliveries) -> Snapshot:
    rows = {
        "commitments": tuple(record(COMMITMENTS, number, row) for number, row in enumerate(promises)),
        "deliveries": tuple(record(DELIVERIES, number, row) for number, row in enumerate(deliveries)),
    }
    filled = replace(book, tables={**book.tables, **rows})
    made = freeze_lines(filled, AS_OF)
    return Snapshot(filled, AS_OF, "", tuple(made.lines), tuple(made.unit_values), tuple(made.factor_sets),
                    tuple(made.claim_counts), None)


def computed(snapshot: Snapshot) -> tuple[Figure, ...]:
    return compute(Facts.of(snapshot, reference.cells(snapshot.lines, snapshot.unit_values, snapshot.factor_sets)))


def chosen(figure: Figure, lines: Iterable[Record]) -> list[Record]:
    """The lines that a reader finds by setting the figure's selection as filters."""
    return [line for line in lines if all(
        _text(line, name) in choice.split("|") for name, choice in figure.selection.items() if name in line.values)]


def _text(line: Record, name: str) -> str:
    text = write_value(line.values[name])
    return ("yes" if text else "no") if name == "promise" else text


@given(promises=st.lists(promised, max_size=8), deliveries=st.lists(delivered, max_size=20))
def test_no_figure_adds_what_may_not_be_added_and_each_is_the_sum_of_its_lines(book, promises, deliveries):
    snapshot = frozen(book, promises, deliveries)
    values = {(row.text("case_id"), row.text("edition"), row.text("kind"), row.count("price_year")): row
              for row in snapshot.unit_values}
    for figure in computed(snapshot):
        if figure.rule not in ("quantity", "value", "progress", "parts") or figure.unit == "promises":
            continue
        lines = chosen(figure, snapshot.lines)
        assert lines, figure.id
        for column in ("unit", "measure", "stage") if figure.rule != "value" else ():
            assert len({line.text(column) for line in lines}) == 1, figure.id
        assert "offered" not in {line.text("standing") for line in lines}
        standings = {line.text("standing") for line in lines}
        assert len(standings) == 1 or standings == {"reported", "verified"}
        assert len({_span(line, figure) for line in lines}) == 1, figure.id
        if figure.withheld or figure.value is None:
            continue
        if figure.rule == "value" or (figure.rule == "parts" and figure.kind):
            priced = [(line, row) for line in lines if (row := values.get(
                (line.text("case_id"), figure.edition, figure.kind, figure.price_year)))]
            assert figure.value == sum(reference.value_line(line, row, None).gross_central for line, row in priced)
            assert figure.lines == len(priced)
            assert {row.text("kind") for _, row in priced} == {figure.kind}
        else:
            assert figure.value == sum(line.number_or_zero("quantity") for line in lines), figure.id
            assert figure.lines == len(lines)


def _span(line: Record, figure: Figure) -> tuple[str, ...]:
    """What span a line is about, so far as it may not be mixed with others in this figure."""
    if line.text("origin") == "commitments":
        return (line.text("period_kind"),)
    if figure.rule == "progress":
        return ("reporting period",) if line.text("period") != "outside" else ("outside",)
    kind = line.text("period_kind") if line.text("period") == "outside" else ""
    return (line.text("period"), kind, line.text("span"))


@given(deliveries=st.lists(delivered, max_size=12))
def test_the_parts_of_a_total_sum_to_it(book, deliveries):
    figures = computed(frozen(book, [], deliveries))
    totals = {figure.id: figure for figure in figures}
    for figure in figures:
        if figure.rule != "value":
            continue
        for name in ("activity", "measure", "role", "theme", "outcome"):
            parts = [part for part in figures if part.rule == "value" and _is_part(part, figure, name)]
            if parts:
                assert sum(part.value for part in parts) == figure.value, (figure.id, name)
                assert sum(part.lines for part in parts) == figure.lines
    for figure in figures:
        if figure.rule == "quantity" and figure.standing == "verified":
            reported = totals[figure.id.replace("verified", "reported", 1)]
            assert figure.withheld or figure.value <= reported.value


def _is_part(part: Figure, whole: Figure, name: str) -> bool:
    return name not in whole.selection and part.selection == {
        **whole.selection, name: part.selection.get(name, "")} and bool(part.selection.get(name))
