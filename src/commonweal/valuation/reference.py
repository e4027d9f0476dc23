"""The valuation in slow, obvious Decimal: the oracle that every engine must equal to the penny.

It reads like the method page and needs nothing but the three tables, so a stranger can check a published
package with it on a machine that has no database.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from commonweal.basics.numbers import EXACT, gross, net
from commonweal.basics.tables import Record, Value
from commonweal.valuation.cells import AMOUNTS, LINE_KEYS, VALUE_KEYS, Cells, QuantityCell, ValueCell


@dataclass(frozen=True)
class ValuedLine:
    """One line × one unit value (or the reason why there is none). Amounts in £; None where there is no value."""

    line: Record
    unit_value: Record
    net_factor: Decimal | None
    gross_low: Decimal | None
    gross_central: Decimal | None
    gross_high: Decimal | None
    gross_ranged: Decimal | None
    net_low: Decimal | None
    net_central: Decimal | None
    net_high: Decimal | None


def value_line(line: Record, unit_value: Record, net_factor: Decimal | None) -> ValuedLine:
    """Value one line by one unit value: each printed pound is one rounding of two printed numbers."""
    central = unit_value.number("central")
    if central is None:
        return ValuedLine(line, unit_value, net_factor, *([None] * 7))
    quantity = line.number_or_zero("quantity")
    low, high = unit_value.number("low"), unit_value.number("high")
    ends = (central if low is None else low, central if high is None else high)
    if quantity < 0:
        ends = (ends[1], ends[0])
    amounts = (gross(quantity, ends[0]), gross(quantity, central), gross(quantity, ends[1]))
    ranged = amounts[1] if low is not None else None
    nets = tuple(None if net_factor is None else net(amount, net_factor) for amount in amounts)
    return ValuedLine(line, unit_value, net_factor, *amounts, ranged, *nets)


def value_lines(
    lines: Iterable[Record], unit_values: Iterable[Record], factor_sets: Iterable[Record]
) -> Iterator[ValuedLine]:
    """Every line with every unit value of its case, in the order of the lines."""
    by_case: dict[str, list[Record]] = {}
    for unit_value in unit_values:
        by_case.setdefault(unit_value.text("case_id"), []).append(unit_value)
    factors = {row.key: row.number_or_zero("net_factor") for row in factor_sets}
    for line in lines:
        factor = factors.get(line.text("factor_set"))
        for unit_value in by_case[line.text("case_id")]:
            yield value_line(line, unit_value, factor)


def add_up(valued: Iterable[ValuedLine]) -> Cells:
    """Sum valued lines into cells. Sums are of rounded lines, so a reader who adds the published lines gets them."""
    quantities: dict[tuple[Value, ...], QuantityCell] = {}
    values: dict[tuple[Value, ...], ValueCell] = {}
    seen: dict[str, bool] = {}
    for item in valued:
        keys = {name: item.line.values[name] for name in LINE_KEYS}
        cell = quantities.setdefault(tuple(keys.values()), QuantityCell(keys))
        if item.line.key not in seen:
            seen[item.line.key] = False
            cell.lines += 1
            cell.quantity = EXACT.add(cell.quantity, item.line.number_or_zero("quantity"))
            cell.whole = EXACT.add(cell.whole, item.line.number_or_zero("whole_quantity"))
        if item.unit_value.get("value") is not None and not seen[item.line.key]:
            seen[item.line.key] = True
            cell.valued += 1
        if item.gross_central is None:
            continue
        more = {name: item.unit_value.values[name] for name in VALUE_KEYS if name != "factor_set"}
        more["factor_set"] = item.line.values["factor_set"]
        value_cell = values.setdefault((*keys.values(), *more.values()), ValueCell(keys | more))
        value_cell.lines += 1
        value_cell.netted += item.net_central is not None
        value_cell.quantity = EXACT.add(value_cell.quantity, item.line.number_or_zero("quantity"))
        for name in AMOUNTS:
            amount: Decimal | None = getattr(item, name)
            if amount is not None:
                value_cell.sums[name] = EXACT.add(value_cell.sums[name], amount)
    return Cells(tuple(quantities.values()), tuple(values.values()))


def cells(lines: Iterable[Record], unit_values: Iterable[Record], factor_sets: Iterable[Record]) -> Cells:
    """The cells of a snapshot or package by the reference engine."""
    return add_up(value_lines(lines, unit_values, factor_sets))
