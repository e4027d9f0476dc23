"""Invented lines by the million, in the very format of a snapshot, with the awkward things that real ones have.

36 periods × 40 measures × 6 places are 8,640 groups. A tenth of the lines has no value, two thirds of the values have
a range, a line has 1.5 values on average, one in a hundred is below zero, a quarter has no stated reduction, and
products end on exactly half a penny all the time.
"""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import duckdb

from commonweal.basics.tables import Record, Value
from commonweal.snapshot.groups import LINE_GROUPS
from commonweal.snapshot.parquet import Packing, connect, copy, quoted, write_parquet
from commonweal.snapshot.tables import FACTOR_SETS, GROUP_KEYS, LINES, UNIT_VALUES
from commonweal.valuation.partitions import keep_partition

PERIODS, MEASURES, PLACES = 36, 40, 6
GROUPS_A_PERIOD = MEASURES * PLACES
ROLES = ("employer", "investor", "service-provider", "commissioner", "civic-leader")
STANDINGS = ("committed", "reported", "verified")
FACTORS = ("0.8000", "0.5000", "0.2500", "0.7350", "1.0000", "0.3333", "0.9025")


def period_name(number: int) -> str:
    """The name of a period, in the order of their numbers."""
    return f"{2020 + number // 12}-{number % 12 + 1:02}"


def worth(folder: Path) -> None:
    """Write the values and the net factors: 60 values for 40 measures."""
    values: list[dict[str, Value]] = []
    for measure in range(MEASURES):
        case: dict[str, Value] = {"case_id": f"measure-{measure}.1"}
        if measure % 10 == 9:
            values.append(case | {"reason": "the framework gives no £ per unit"})
            continue
        for number in range(1 if measure % 3 == 0 else 2):
            central = Decimal(1000 + 1237 * measure + 333 * number) / 100
            ends = {} if (measure + number) % 3 == 0 else {"low": central / 2, "high": central * 2}
            values.append(
                case
                | {
                    "edition": f"framework/{number}",
                    "value": f"value-{measure}",
                    "value_measure": f"measure-{measure}",
                    "kind": ("economic", "fiscal")[number],
                    "price_year": 2022,
                    "redistributable": True,
                    "central": central,
                    **ends,
                }
            )
    blank = dict.fromkeys(UNIT_VALUES.names)
    with Packing() as packing:
        write_parquet(
            packing,
            UNIT_VALUES,
            [Record(UNIT_VALUES, blank | row) for row in values],
            folder / "unit_values.parquet",
        )
        write_parquet(
            packing,
            FACTOR_SETS,
            [
                Record(
                    FACTOR_SETS, {"factor_set": f"set.{number}", "net_factor": Decimal(factor), "adjustments": ("all",)}
                )
                for number, factor in enumerate(FACTORS)
            ],
            folder / "factor_sets.parquet",
        )


def _groups(period: int) -> Iterator[dict[str, object]]:
    for number in range(GROUPS_A_PERIOD):
        measure, place = divmod(number, PLACES)
        known = dict.fromkeys(GROUP_KEYS) | {
            "standing": STANDINGS[(measure + place) % 3],
            "period": period_name(period),
            "period_kind": "financial-year",
            "role": ROLES[measure % 5],
            "theme": f"theme-{measure % 8}",
            "outcome": f"outcome-{measure % 16}",
            "pillar": "social",
            "measure": f"measure-{measure}",
            "unit": "hour",
            "people": "none",
            "place": f"place-{place}",
            "activity": f"activity-{number}",
            "promise": f"promise-{number}",
            "origin": "deliveries",
            "bound": "exact",
            "due_now": None,
            "confirmed": measure % 2 == 0,
            "evidence": place % 2 == 0,
            "counted": True,
            "case_id": f"measure-{measure}.1",
            "factor_set": None if number % 4 == 0 else f"set.{number % 7}",
        }
        yield {"group_no": period * GROUPS_A_PERIOD + number + 1, **known}


def write_period(folder: Path, period: int, lines: int, *, seed: int = 0) -> Path:
    """Write one period's lines and groups as a partition in `folder`; another seed gives other quantities."""
    work = folder / ".work"
    work.mkdir(parents=True)
    with connect() as connection:
        connection.execute("SET memory_limit = '2GB'")
        _load_groups(connection, period)
        copy(connection, "SELECT * FROM groups ORDER BY group_no", work / f"{LINE_GROUPS}.parquet")
        copy(connection, _lines(period, lines, seed), work / "lines.parquet")
    return keep_partition(work, folder, period_name(period))


def _load_groups(connection: duckdb.DuckDBPyConnection, period: int) -> None:
    rows = list(_groups(period))
    types = {
        name: "BOOLEAN" if name in ("due_now", "confirmed", "evidence", "counted") else "VARCHAR" for name in rows[0]
    }
    types["group_no"] = "INTEGER"
    connection.execute(f"CREATE TABLE groups ({', '.join(f'{name} {kind}' for name, kind in types.items())})")
    marks = f"({', '.join('?' * len(types))})"
    connection.execute(
        f"INSERT INTO groups VALUES {', '.join([marks] * len(rows))}", [value for row in rows for value in row.values()]
    )


def _lines(period: int, lines: int, seed: int) -> str:
    """Half of the quantities are quarters of an hour, half have four places; the whole is twice the body's own part."""
    first = period * GROUPS_A_PERIOD + 1
    words = ", ".join(f"g.{name}" for name in GROUP_KEYS)
    others = ", ".join(
        f"CAST(NULL AS {_type(name)}) AS {name}"
        for name in LINES.names
        if name not in (*GROUP_KEYS, "line", "row", "quantity", "whole_quantity")
    )
    return f"""
SELECT 'line.{period}.' || r.i AS line, 'line.{period}.' || r.i AS row, {words}, {others}, g.group_no,
    CAST(r.ten_thousandths * CAST(0.0001 AS DECIMAL(4, 4)) AS DECIMAL(18, 4)) AS quantity,
    CAST(r.ten_thousandths * CAST(0.0002 AS DECIMAL(4, 4)) AS DECIMAL(18, 4)) AS whole_quantity
FROM (
    SELECT i, CAST({first} + i * {GROUPS_A_PERIOD} // {lines} AS INTEGER) AS group_no,
        CAST((CASE WHEN h % 100 = 7 THEN -1 ELSE 1 END)
            * (CASE WHEN h % 2 = 0 THEN (h // 1024 % 8000) * 2500 ELSE h // 1024 % 20000000 END)
            AS DECIMAL(14, 0)) AS ten_thousandths
    FROM (
        SELECT CAST(i AS BIGINT) AS i,
            CAST(hash(i + {seed} * 1000000007 + {period} * 10000019) % 1099511627776 AS BIGINT) AS h
        FROM range({lines}) AS n(i)
    )
) AS r
JOIN groups AS g ON r.group_no = g.group_no"""


def _type(name: str) -> str:
    return "DATE" if name in ("start", "end") else "DECIMAL(5, 4)" if name == "own_share" else "VARCHAR"


def write_all(folder: Path, lines: int) -> None:
    """Write a whole set: values, factors, one partition a period, and all partitions side by side as one table."""
    folder.mkdir(parents=True)
    worth(folder)
    for period in range(PERIODS):
        share = lines * (period + 1) // PERIODS - lines * period // PERIODS
        place = write_period(folder / "parts", period, share)
        for name in ("lines", LINE_GROUPS):
            (folder / name).mkdir(exist_ok=True)
            (folder / name / f"{period_name(period)}.parquet").hardlink_to(place / f"{name}.parquet")


def exists(folder: Path) -> bool:
    """Whether a whole set stands there."""
    return len(list((folder / "lines").glob("*.parquet"))) == PERIODS


def quoted_glob(folder: Path) -> str:
    """The files of a table as DuckDB reads them."""
    return f"read_parquet('{quoted(folder)}/*.parquet')"
