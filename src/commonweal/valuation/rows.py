"""A valued line as a row of plain values, the form in which every engine answers."""

from collections.abc import Mapping
from typing import Any

from commonweal.valuation.cells import AMOUNTS
from commonweal.valuation.reference import ValuedLine

FROM_UNIT_VALUE = ("edition", "value", "value_measure", "kind", "price_year", "redistributable", "reason")
VALUED_COLUMNS = ("line", "case_id", *FROM_UNIT_VALUE, "net_factor", *AMOUNTS)


def plain_row(item: ValuedLine) -> Mapping[str, Any]:
    """What the reference says of a line, by the names of VALUED_COLUMNS."""
    return (
        {"line": item.line.key, "case_id": item.line.text("case_id"), "net_factor": item.net_factor}
        | {name: item.unit_value.values[name] for name in FROM_UNIT_VALUE}
        | {name: getattr(item, name) for name in AMOUNTS}
    )
