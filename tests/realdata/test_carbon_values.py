"""Our carbon values, cell by cell, against the copy of the department's table."""

import csv
from decimal import Decimal
from pathlib import Path

import pytest

from commonweal.frameworks.edition import load_edition, shipped_editions

TABLE = Path(__file__).parents[2].parent / "shared" / "reference" / "desnz_carbon_values_2023.csv"


def test_all_93_cells_are_carried_over() -> None:
    if not TABLE.is_file():
        pytest.skip(f"the reference folder is not beside the checkout: {TABLE.name} is absent")
    with TABLE.open(encoding="utf-8", newline="") as lines:
        published = {
            (int(row["year"]), row["scenario"]): (Decimal(row["value_gbp_per_tco2e"]), int(row["base_year"]))
            for row in csv.DictReader(lines)
        }
    edition, findings = load_edition(shipped_editions() / "commonweal-open" / "2026.1")
    assert edition is not None, findings
    carried = {
        (int(value.key.removeprefix("carbon-")), name): (value.number(name), value.count("price_year"))
        for value in edition.values if value.text("measure") == "carbon-saved" for name in ("low", "central", "high")
    }
    assert len(published) == 93
    assert carried == published
