"""Making the lines of a package again from its own records and framework versions, to compare.

This closes the chain: not only do the pounds follow from the lines, the lines follow from what was promised and done.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from commonweal.basics.tables import Record, write_value
from commonweal.report.public import public_line
from commonweal.snapshot.lines import freeze_lines
from commonweal.snapshot.model import Snapshot
from commonweal.snapshot.tables import LINES, UNIT_VALUES

# Ids of cases and sets are numbered in the order met, so what they stand for is compared instead.
_BY_MEANING = ("case_id", "factor_set")
# What a case says of one value; the reason where there is none is compared only where nothing is withheld.
_VALUE_COLUMNS = tuple(name for name in UNIT_VALUES.names if name not in ("case_id", "reason"))


@dataclass(frozen=True)
class Difference:
    """One place where the package says something else than the calculation gives."""

    file: str
    row: int | None
    column: str
    about: str
    published: str
    recalculated: str

    def __str__(self) -> str:
        where = f"{self.file} row {self.row}" if self.row else self.file
        return f"{where}, {self.about}, {self.column}: published {self.published or 'blank'}, " \
               f"recalculated {self.recalculated or 'blank'}"


def remade_lines(package: Snapshot) -> Iterator[Difference]:
    """Every way in which the published lines differ from those that follow from the published records.

    Nothing is compared where the package may not carry the book's own framework: its lines cannot then be made again.
    """
    settings = package.book.settings
    own = [name for name in settings.editions if name.split("/")[0] == settings.own_framework]
    if len(own) != len(package.book.own_editions):
        return
    frozen = freeze_lines(package.book, package.as_of)
    values, remade_values = _by_case(package.unit_values), _by_case(frozen.unit_values)
    factors = {row.key: row.text("net_factor") for row in package.factor_sets}
    remade_factors = {row.key: row.text("net_factor") for row in frozen.factor_sets}
    remade = {line.key: line for line in frozen.lines if public_line(line)}
    for line in package.lines:
        found = remade.pop(line.key, None)
        if found is None:
            yield _difference(line, "line", line.key, "no such line")
            continue
        for name in LINES.names:
            if name not in _BY_MEANING and write_value(line.get(name)) != write_value(found.get(name)):
                yield _difference(line, name, write_value(line.get(name)), write_value(found.get(name)))
        told, now = factors.get(line.text("factor_set"), ""), remade_factors.get(found.text("factor_set"), "")
        if told != now:
            yield _difference(line, "factor_set", told, now)
        yield from _value_differences(line, values[line.text("case_id")], remade_values[found.text("case_id")])
    for key in remade:
        yield Difference("data/lines.csv", None, "line", f"line {key}", "", "is missing")


def _value_differences(line: Record, told: list[Record], now: list[Record]) -> Iterator[Difference]:
    """Open values must be the same, amount by amount; a reason only where no licensed value stands in its place."""
    remade = {(row.text("edition"), row.text("value")): row for row in now if row.text("value")}
    for row in told:
        if not row.text("value") or row.get("redistributable") is False:
            continue
        found = remade.pop((row.text("edition"), row.text("value")), None)
        for name in _VALUE_COLUMNS:
            published, recalculated = (
                write_value(row.get(name)),
                write_value(found.get(name)) if found else "no such value",
            )
            if published != recalculated:
                yield Difference(
                    "data/unit_values.csv",
                    row.row,
                    name,
                    f"£ per unit {row.text('value')} of line {line.key}",
                    published,
                    recalculated,
                )
    for edition, value in remade:
        yield Difference("data/unit_values.csv", None, "value", f"£ per unit {value} of {edition} for line {line.key}",
                         "", "is missing")
    reasons = [row.text("reason") for row in told if not row.text("value")]
    remade_reasons = [row.text("reason") for row in now if not row.text("value")]
    if reasons and reasons != remade_reasons:
        yield Difference("data/unit_values.csv", told[0].row, "reason", f"line {line.key}", "; ".join(reasons),
                         "; ".join(remade_reasons))


def _by_case(rows: Iterable[Record]) -> dict[str, list[Record]]:
    cases: dict[str, list[Record]] = {}
    for row in rows:
        cases.setdefault(row.text("case_id"), []).append(row)
    return cases


def _difference(line: Record, column: str, published: str, recalculated: str) -> Difference:
    return Difference("data/lines.csv", line.row, column, f"line {line.key}", published, recalculated)
