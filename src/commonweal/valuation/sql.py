"""The one SQL text, and the two sums made over it. Every engine runs exactly these."""

from importlib.resources import files

from commonweal.valuation.cells import AMOUNTS, LINE_KEYS, VALUE_KEYS

VALUED_LINES = files("commonweal.valuation").joinpath("valued_lines.sql").read_text(encoding="utf-8")


def value_cells() -> str:
    """Sums in £ over every column that figures are asked by, with how many lines have a value and a net value."""
    keys = ", ".join(f"v.{name}" for name in (*LINE_KEYS, *VALUE_KEYS))
    sums = ", ".join(f"SUM(v.{name}) AS {name}" for name in AMOUNTS)
    return (f"SELECT {keys}, COUNT(*) AS line_count, COUNT(v.net_central) AS netted, SUM(v.quantity) AS quantity, {sums} "
            f"FROM ({VALUED_LINES}) AS v WHERE v.gross_central IS NOT NULL GROUP BY {keys}")


def quantity_cells() -> str:
    """Sums of quantities over every column of lines that figures are asked by, with how many lines have a value."""
    keys = ", ".join(f"l.{name}" for name in LINE_KEYS)
    return (f"SELECT {keys}, COUNT(*) AS line_count, SUM(l.quantity) AS quantity, SUM(l.whole_quantity) AS whole, "
            f"COUNT(c.valued_case) AS valued "
            f"FROM lines AS l LEFT JOIN "
            f"(SELECT DISTINCT u.case_id AS valued_case FROM unit_values AS u WHERE u.value IS NOT NULL) AS c "
            f"ON l.case_id = c.valued_case GROUP BY {keys}")
