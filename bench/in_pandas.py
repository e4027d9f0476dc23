"""The valuation in pandas, exact: quantities and £ per unit as whole ten-thousandths, amounts as whole pence.

Decimals in pandas are Python objects or pyarrow columns that round halves to even, so neither is used.
"""

from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from commonweal.valuation.cells import AMOUNTS, LINE_KEYS, VALUE_KEYS

_PER_PENNY = 1_000_000


def _whole(column: pa.ChunkedArray) -> pd.Series:
    """A decimal column of four places as whole ten-thousandths; blanks become <NA>."""
    moved = pc.multiply(column, pa.scalar(Decimal(10_000), pa.decimal128(5, 0)))
    return moved.cast(pa.int64()).to_pandas(types_mapper={pa.int64(): pd.Int64Dtype()}.get)


def _half_away(amounts: np.ndarray, divisor: int) -> np.ndarray:
    return np.sign(amounts) * ((np.abs(amounts) * 2 + divisor) // (2 * divisor))


def _prices(places: Mapping[str, Path]) -> pd.DataFrame:
    groups = pd.read_parquet(places["line_groups"])
    values = pq.read_table(places["unit_values"])
    factors = pq.read_table(places["factor_sets"])
    worth = values.to_pandas().assign(**{end: _whole(values[end]) for end in ("low", "central", "high")})
    worth["price_year"] = worth["price_year"].astype("Int64")
    shares = pd.DataFrame(
        {"factor_set": factors["factor_set"].to_pandas(), "net_factor": _whole(factors["net_factor"])}
    )
    prices = groups.merge(worth, on="case_id").merge(shares, on="factor_set", how="left")
    prices["ranged"] = prices["low"].notna()
    for end in ("low", "high"):
        prices[end] = prices[end].fillna(prices["central"])
    return prices


def value(places: Mapping[str, Path], *, whole: bool) -> list[list[dict[str, Any]]]:
    """The answers to the same two questions as the SQL text: sums of quantities, and sums of values."""
    columns = ["group_no", "quantity", *(["whole_quantity"] if whole else [])]
    table = pq.read_table(places["lines"], columns=columns)
    lines = pd.DataFrame(
        {"group_no": table["group_no"].to_pandas()}
        | {name: _whole(table[name]).astype("int64") for name in columns[1:]}
    )
    del table
    every = _prices(places)
    prices = every[every["central"].notna()].reset_index(drop=True)
    prices["price_no"] = prices.index
    joined = lines.merge(prices[["group_no", "price_no", "low", "central", "high", "net_factor"]], on="group_no")
    quantity = joined["quantity"].to_numpy()
    sums = pd.DataFrame({"price_no": joined["price_no"], "line_count": 1, "quantity": quantity})
    ends = {name: joined[name].to_numpy(dtype="int64") for name in ("low", "central", "high")}
    sums["gross_central"] = _half_away(quantity * ends["central"], _PER_PENNY)
    if whole:
        down = quantity < 0
        sums["gross_low"] = _half_away(quantity * np.where(down, ends["high"], ends["low"]), _PER_PENNY)
        sums["gross_high"] = _half_away(quantity * np.where(down, ends["low"], ends["high"]), _PER_PENNY)
        factor = joined["net_factor"].fillna(0).to_numpy(dtype="int64")
        for end in ("low", "central", "high"):
            sums[f"net_{end}"] = _half_away(sums[f"gross_{end}"].to_numpy() * factor, 10_000)
    del joined
    added = prices.merge(sums.groupby("price_no").sum().reset_index(), on="price_no")
    answers = [_value_rows(added, whole)]
    return [_quantity_rows(lines, every), *answers] if whole else answers


def _value_rows(added: pd.DataFrame, whole: bool) -> list[dict[str, Any]]:
    rows = []
    for row in added.to_dict("records"):
        has_net = not pd.isna(row["net_factor"])
        known = {name: _blank(row[name]) for name in (*LINE_KEYS, *VALUE_KEYS)}
        known |= {
            "line_count": row["line_count"],
            "netted": row["line_count"] if has_net else 0,
            "quantity": Decimal(row["quantity"]).scaleb(-4),
        }
        row["gross_ranged"] = row["gross_central"] if row["ranged"] else None
        for name in AMOUNTS if whole else ("gross_central",):
            blank = row[name] is None or (name.startswith("net") and not has_net)
            known[name] = None if blank else Decimal(row[name]).scaleb(-2)
        rows.append(known)
    return rows


def _quantity_rows(lines: pd.DataFrame, every: pd.DataFrame) -> list[dict[str, Any]]:
    groups = every.drop_duplicates("group_no")
    added = groups.merge(lines.assign(line_count=1).groupby("group_no").sum().reset_index(), on="group_no")
    return [
        {name: _blank(row[name]) for name in LINE_KEYS}
        | {
            "line_count": row["line_count"],
            "quantity": Decimal(row["quantity"]).scaleb(-4),
            "whole": Decimal(row["whole_quantity"]).scaleb(-4),
            "valued": 0 if pd.isna(row["value"]) else row["line_count"],
        }
        for row in added.to_dict("records")
    ]


def _blank(value: Any) -> Any:
    return None if value is None or pd.isna(value) else value
