"""The list of payments: each supplier's over two years, month by month. Chance only spreads days and amounts."""

from calendar import monthrange
from decimal import Decimal

from particulars.payments import CREDITS, SOURCE, SUPPLIERS

from making.done import Chance

Row = dict[str, str]

MONTHS = [(year + month // 12, month % 12 + 1) for year in (2023, 2024) for month in range(3, 15)]


def payment_rows() -> list[Row]:
    """All payments in the order of their days, numbered as the list has them."""
    rows = [row for supplier in SUPPLIERS for row in _of(*supplier)]
    alike = {row["supplier"]: row for row in rows}
    rows += [alike[supplier] | {"paid": day, "amount": amount} for supplier, day, amount in CREDITS]
    rows.sort(key=lambda row: (row["paid"], row["supplier"]))
    return [row | {"id": f"pay-{number:04}", "source": f"{SOURCE}, row {number + 1}"} for number, row in enumerate(rows, 1)]


def _of(supplier: str, organisation: str, category: str, office: str, postcode: str, place: str, each_year: int,
        usual: int) -> list[Row]:
    chance = Chance(f"payments {supplier}")
    rows = []
    for number, (year, month) in enumerate(MONTHS):
        # So many of the twelve months of a year, spread evenly.
        if number % 12 * each_year % 12 >= each_year:
            continue
        day = 1 + chance.percent() * monthrange(year, month)[1] // 100
        amount = Decimal(usual) * (70 + chance.percent()) / 100 + Decimal(chance.percent()) / 100
        rows.append({"paid": f"{year}-{month:02}-{day:02}", "amount": f"{amount:.2f}", "supplier": supplier,
                     "organisation": organisation, "category": category, "office": office, "postcode": postcode,
                     "place": place})
    return rows
