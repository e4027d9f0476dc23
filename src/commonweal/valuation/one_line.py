"""What one line is worth, by the plain reference: for pages that show some lines of a very long table."""

from collections.abc import Iterable, Mapping
from typing import Any

from commonweal.basics.tables import Record
from commonweal.valuation.reference import value_line
from commonweal.valuation.rows import plain_row

Row = Mapping[str, Any]


class Pricer:
    """Values one line at a time by the unit values and net factors of a frozen year."""

    def __init__(self, unit_values: Iterable[Record], factor_sets: Iterable[Record]) -> None:
        self._by_case: dict[str, list[Record]] = {}
        for row in unit_values:
            self._by_case.setdefault(row.text("case_id"), []).append(row)
        for rows in self._by_case.values():
            rows.sort(key=lambda row: (row.text("edition"), row.text("value")))
        self._factors = {row.key: row.number_or_zero("net_factor") for row in factor_sets}

    def rows(self, line: Record) -> list[Row]:
        """The valued rows of a line, in the order and form in which every engine gives them."""
        factor = self._factors.get(line.text("factor_set"))
        return [plain_row(value_line(line, value, factor)) for value in self._by_case[line.text("case_id")]]
