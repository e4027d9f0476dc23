"""Net factors: which adjustments apply to a line, and the share that they leave together."""

from collections.abc import Iterable

from commonweal.basics.numbers import product_of_shares
from commonweal.basics.tables import Record
from commonweal.snapshot.tables import FACTOR_SETS


class Factors:
    """Finds which adjustments apply to a line, and remembers each distinct set."""

    def __init__(self, adjustments: Iterable[Record]) -> None:
        self.adjustments = sorted(adjustments, key=lambda record: record.key)
        self._sets: dict[tuple[str, ...], Record] = {}

    def find(self, activity: str, measure: str) -> str | None:
        """The id of the set that applies to a measure in an activity; None where none does."""
        applying = [row for row in self.adjustments
                    if row.text("activity") in ("", activity) and row.text("measure") in ("", measure)]
        if not applying:
            return None
        ids = tuple(row.key for row in applying)
        if ids not in self._sets:
            factor = product_of_shares([row.number_or_zero("reduction") for row in applying])
            name = f"set.{len(self._sets) + 1}"
            self._sets[ids] = Record(FACTOR_SETS, {"factor_set": name, "net_factor": factor, "adjustments": ids})
        return self._sets[ids].key

    def records(self) -> list[Record]:
        """All sets found, as rows of `factor_sets`."""
        return list(self._sets.values())
