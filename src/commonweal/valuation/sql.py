"""The one SQL text, and the two sums made over it. Every engine runs exactly these.

They read the tables `lines`, `line_groups`, `unit_values` and `factor_sets`; `prices` is the view that PRICES makes.
Lines are added up by number first, the words that figures are selected by are joined to the sums.
"""

from collections.abc import Iterable
from importlib.resources import files

from commonweal.valuation.cells import AMOUNTS, LINE_KEYS, VALUE_KEYS

_COUNTS = ("line_count", "netted", "valued")


def _text(name: str) -> str:
    return files("commonweal.valuation").joinpath(name).read_text(encoding="utf-8")


PRICES = _text("prices.sql")
VALUED_LINES = _text("valued_lines.sql")


def value_cells(amounts: Iterable[str] = AMOUNTS) -> str:
    """Sums in £ over every column that figures are selected by, with how many lines have a value and a net value."""
    keys = ", ".join(f"p.{name}" for name in (*LINE_KEYS, *VALUE_KEYS))
    inner = "".join(f", SUM(v.{name}) AS {name}" for name in amounts)
    outer = "".join(f", SUM(s.{name}) AS {name}" for name in amounts)
    return f"""
SELECT {keys},
    CAST(SUM(s.line_count) AS BIGINT) AS line_count,
    CAST(SUM(CASE WHEN p.net_factor IS NULL THEN 0 ELSE s.line_count END) AS BIGINT) AS netted,
    SUM(s.quantity) AS quantity{outer}
FROM (
    SELECT v.price_no, COUNT(*) AS line_count, SUM(v.quantity) AS quantity{inner}
    FROM ({VALUED_LINES}) AS v
    WHERE v.central IS NOT NULL
    GROUP BY v.price_no
) AS s
JOIN prices AS p ON s.price_no = p.price_no
GROUP BY {keys}"""


def quantity_cells() -> str:
    """Sums of quantities over every column of lines that figures are selected by, with how many lines have a value."""
    keys = ", ".join(f"g.{name}" for name in LINE_KEYS)
    return f"""
SELECT {keys},
    CAST(SUM(s.line_count) AS BIGINT) AS line_count,
    SUM(s.quantity) AS quantity,
    SUM(s.whole) AS whole,
    CAST(SUM(CASE WHEN c.case_id IS NULL THEN 0 ELSE s.line_count END) AS BIGINT) AS valued
FROM (
    SELECT l.group_no, COUNT(*) AS line_count, SUM(l.quantity) AS quantity, SUM(l.whole_quantity) AS whole
    FROM lines AS l
    GROUP BY l.group_no
) AS s
JOIN line_groups AS g ON s.group_no = g.group_no
LEFT JOIN (SELECT DISTINCT u.case_id FROM unit_values AS u WHERE u.value IS NOT NULL) AS c ON g.case_id = c.case_id
GROUP BY {keys}"""


def merged_values() -> str:
    """The sums over the rows of several answers to `value_cells`, in the table `values`."""
    return _merged("values", (*LINE_KEYS, *VALUE_KEYS), ("line_count", "netted", "quantity", *AMOUNTS))


def merged_quantities() -> str:
    """The sums over the rows of several answers to `quantity_cells`, in the table `quantities`."""
    return _merged("quantities", LINE_KEYS, ("line_count", "quantity", "whole", "valued"))


def _merged(table: str, keys: Iterable[str], sums: Iterable[str]) -> str:
    named = ", ".join(keys)
    added = ", ".join(
        f"CAST(SUM({name}) AS BIGINT) AS {name}" if name in _COUNTS else f"SUM({name}) AS {name}" for name in sums
    )
    return f'SELECT {named}, {added} FROM "{table}" GROUP BY {named}'
