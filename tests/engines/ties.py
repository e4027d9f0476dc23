"""The golden ties as tables, one line a row, and the check that an engine gives their answers."""

import csv
from decimal import Decimal
from pathlib import Path

from commonweal.valuation import engines
from tests.engines.generated import Tables, factor_set, line, unit_value, written

FILE = Path(__file__).with_name("golden_ties.csv")
with FILE.open(encoding="utf-8", newline="") as _stream:
    ROWS = list(csv.DictReader(_stream))


def golden_tables() -> Tables:
    """Each row of the file as a line with a case of its own; the value has no range."""
    factors = sorted({row["net_factor"] for row in ROWS})
    return Tables(
        tuple(
            line(
                line=f"tie.{number:04}",
                case_id=f"case.{number}",
                quantity=Decimal(row["quantity"]),
                factor_set=f"set.{factors.index(row['net_factor'])}",
            )
            for number, row in enumerate(ROWS)
        ),
        tuple(
            unit_value(case_id=f"case.{number}", central=Decimal(row["unit_value"])) for number, row in enumerate(ROWS)
        ),
        tuple(factor_set(f"set.{number}", Decimal(factor)) for number, factor in enumerate(factors)),
    )


def assert_golden(engine: str) -> None:
    """Hold an engine to every answer of the file, and to their sums."""
    tables = golden_tables()
    if engine == "reference":
        rows = engines.reference_rows(tables.lines, tables.unit_values, tables.factor_sets)
    else:
        with written(tables) as places:
            rows = engines.valued_rows_of(places, engine)
            summed = engines.run(places, engine)
        assert sum(cell.sums["gross_central"] for cell in summed.values) == sum(Decimal(row["gross"]) for row in ROWS)
        assert sum(cell.sums["net_central"] for cell in summed.values) == sum(Decimal(row["net"]) for row in ROWS)
    assert [(str(row["gross_central"]), str(row["net_central"])) for row in rows] == [
        (row["gross"], row["net"]) for row in ROWS
    ]
    assert all(row["gross_low"] == row["gross_central"] == row["gross_high"] for row in rows)
    assert all(row["gross_ranged"] is None for row in rows)
