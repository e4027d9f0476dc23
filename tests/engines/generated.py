"""Invented lines, unit values and net factors, in every odd shape that an engine may meet, and how to run them."""

import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

from hypothesis import strategies as st

from commonweal.basics.tables import Record, Value
from commonweal.snapshot.groups import write_lines
from commonweal.snapshot.parquet import Packing, write_parquet
from commonweal.snapshot.tables import FACTOR_SETS, LINES, UNIT_VALUES
from commonweal.snapshot.widths import too_wide
from commonweal.valuation import engines, reference
from commonweal.valuation.cells import Cells

DAY = date(2023, 3, 31)
# What a line says where a test does not care.
PLAIN: dict[str, Value] = dict.fromkeys(LINES.names) | {
    "line": "line.1",
    "origin": "deliveries",
    "row": "row.1",
    "activity": "a",
    "role": "employer",
    "measure": "hours",
    "theme": "Work",
    "outcome": "Good work",
    "pillar": "social",
    "unit": "hour",
    "people": "none",
    "period": "2022-23",
    "period_kind": "financial-year",
    "start": DAY,
    "end": DAY,
    "standing": "verified",
    "confirmed": False,
    "evidence": False,
    "bound": "exact",
    "counted": True,
    "case_id": "hours.1",
    "quantity": Decimal(0),
    "whole_quantity": Decimal(0),
}
PLAIN_VALUE: dict[str, Value] = dict.fromkeys(UNIT_VALUES.names) | {
    "case_id": "hours.1",
    "edition": "framework/2022",
    "value": "an-hour",
    "value_measure": "hours",
    "kind": "economic",
    "price_year": 2022,
    "source": "A survey",
    "redistributable": True,
}


@dataclass(frozen=True)
class Tables:
    """What an engine reads."""

    lines: tuple[Record, ...]
    unit_values: tuple[Record, ...]
    factor_sets: tuple[Record, ...]

    def __repr__(self) -> str:
        """Only what differs from plain, so that a failing example can be read."""
        shown = [
            f"{name}: {value}"
            for rows in (self.lines, self.unit_values, self.factor_sets)
            for row in rows
            for name, value in {"--": row.key, **row.values}.items()
            if value is not None and value != PLAIN.get(name)
        ]
        return "Tables(" + ", ".join(shown) + ")"


def line(**values: Value) -> Record:
    """A line with these values; all others are plain."""
    known = PLAIN | values
    return Record(LINES, known | {"whole_quantity": values.get("whole_quantity", known["quantity"])})


def unit_value(**values: Value) -> Record:
    """A £ per unit with these values; all others are plain."""
    return Record(UNIT_VALUES, PLAIN_VALUE | values)


def no_value(case_id: str, reason: str = "there is none") -> Record:
    """The row of a case that has no value."""
    return Record(UNIT_VALUES, dict.fromkeys(UNIT_VALUES.names) | {"case_id": case_id, "reason": reason})


def factor_set(name: str, net_factor: Decimal) -> Record:
    """A set of reductions."""
    return Record(FACTOR_SETS, {"factor_set": name, "net_factor": net_factor, "adjustments": ("all",)})


@contextmanager
def written(tables: Tables) -> Iterator[Mapping[str, Path]]:
    """The tables as a snapshot writes them, by the names that engines ask for."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with Packing() as packing:
            write_lines(packing, tables.lines, folder)
            for table, records in ((UNIT_VALUES, tables.unit_values), (FACTOR_SETS, tables.factor_sets)):
                write_parquet(packing, table, records, folder / f"{table.name}.parquet")
        yield {name: folder / f"{name}.parquet" for name in engines.TABLES}


def by_keys(cells: Cells) -> tuple[dict[str, str], dict[str, str]]:
    """Cells as text, every digit and type visible, by their keys: two engines agree when these are equal."""
    quantities = {
        _text(cell.keys): repr((cell.lines, cell.quantity, cell.whole, cell.valued)) for cell in cells.quantities
    }
    values = {
        _text(cell.keys): repr((cell.lines, cell.netted, cell.quantity, _amounts(cell.sums))) for cell in cells.values
    }
    assert len(quantities) == len(cells.quantities) and len(values) == len(cells.values), "a cell stands twice"
    return quantities, values


def _text(keys: Mapping[str, object]) -> str:
    return repr(sorted(keys.items()))


def _amounts(sums: Mapping[str, Decimal]) -> list[tuple[str, Decimal]]:
    # A sum of nothing is 0 in one engine and 0.00 in another: the same amount, so both are written to the penny.
    return [(name, amount.quantize(Decimal("0.01"))) for name, amount in sorted(sums.items())]


def assert_agree(tables: Tables, engine: str) -> None:
    """Hold one engine to the reference: every cell and every valued line, to the last digit."""
    with written(tables) as places:
        ours, theirs = (
            by_keys(engines.run(places, engine)),
            by_keys(reference.cells(tables.lines, tables.unit_values, tables.factor_sets)),
        )
        assert ours == theirs
        rows = engines.valued_rows_of(places, engine)
    expected = engines.reference_rows(tables.lines, tables.unit_values, tables.factor_sets)
    assert list(map(repr, rows)) == list(map(repr, expected))


# --- strategies -----------------------------------------------------------------------------------------------------


def _numbers(low: int, high: int, step: str = "0.0001") -> st.SearchStrategy[Decimal]:
    return st.integers(low, high).map(lambda whole: Decimal(whole) * Decimal(step)).map(four)


def four(number: Decimal | int | str) -> Decimal:
    """A number with four places, as a file holds it."""
    return Decimal(number).quantize(Decimal("0.0001"))


QUANTITIES = st.one_of(
    _numbers(-2_000, 2_000, "0.5"),
    _numbers(-(10**7), 10**7),
    _numbers(-50, 50, "0.0005"),
    st.just(four(Decimal(0))),
    _numbers(-(10**14) + 1, 10**14 - 1),
)
AMOUNTS = st.one_of(
    _numbers(-100, 5_000, "0.01"), _numbers(0, 10**6), st.just(four(Decimal(0))), _numbers(0, 10**14 - 1)
)
CHOICES: dict[str, list[Value]] = {
    "standing": ["potential", "offered", "committed", "reported", "verified"],
    "period": ["2021-22", "2022-23", "outside"],
    "span": [None, "2020-08-01/2022-07-31"],
    "role": ["employer", "investor"],
    "theme": ["Work", "Care"],
    "measure": ["hours", "jobs"],
    "place": [None, "harrowby", "wexholme"],
    "activity": ["a", "b", "c"],
    "promise": [None, "p-1"],
    "origin": ["commitments", "deliveries"],
    "bound": ["exact", "over"],
    "stage": [None, "completed"],
    "due_now": [None, True, False],
    "confirmed": [True, False],
    "evidence": [True, False],
    "counted": [True, True, False],
}


@st.composite
def _case(draw: Callable[..., object], name: str) -> list[Record]:
    shape = draw(st.sampled_from(["none", "withheld", "one", "one", "several"]))
    if shape == "none":
        return [no_value(name)]
    rows = []
    for number in range({"several": 3}.get(shape, 1)):
        ends = sorted(draw(st.tuples(AMOUNTS, AMOUNTS, AMOUNTS)))
        ranged = draw(st.booleans())
        # The same value may stand in several cases: their lines belong into one sum.
        amounts = {} if shape == "withheld" else {"central": ends[1]}
        if ranged and amounts:
            amounts |= {"low": ends[0], "high": ends[2]}
        rows.append(
            unit_value(
                case_id=name,
                value=f"value.{number}",
                kind=draw(st.sampled_from(["economic", "fiscal"])),
                edition=f"framework/{2020 + number}",
                source=f"source {number % 2}",
                redistributable=draw(st.booleans()),
                **amounts,
            )
        )
    return rows


@st.composite
def tables(draw: Callable[..., object], most: int = 25) -> Tables:
    """Any tables that a snapshot can hold: lines worth ten billion pounds or more are refused before."""
    cases = {f"case.{number}": draw(_case(f"case.{number}")) for number in range(draw(st.integers(1, 4)))}
    factors = [factor_set(f"set.{number}", draw(_numbers(0, 10_000))) for number in range(draw(st.integers(0, 3)))]
    names: list[Value] = [None, *(row.key for row in factors)]
    lines = []
    for number in range(draw(st.integers(0, most))):
        values: dict[str, Value] = {name: draw(st.sampled_from(choices)) for name, choices in CHOICES.items()}
        lines.append(
            line(
                line=f"line.{number:03}",
                case_id=draw(st.sampled_from(sorted(cases))),
                quantity=draw(QUANTITIES),
                whole_quantity=draw(QUANTITIES),
                factor_set=draw(st.sampled_from(names)),
                **values,
            )
        )
    unit_values = [row for rows in cases.values() for row in rows]
    lines = [one for one in lines if not list(too_wide([one], unit_values))]
    return Tables(tuple(lines), tuple(unit_values), tuple(factors))
