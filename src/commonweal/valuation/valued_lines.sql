-- The whole valuation. Runs unchanged on DuckDB and Spark; `reference.py` says the same in plain Decimal.
-- gross = quantity × £ per unit, rounded once to the penny; net = that gross × the share counted, rounded once.
-- A quantity below zero turns low and high round. gross_ranged is the part of the gross that has a range.
SELECT
    g.*,
    CASE WHEN g.has_range THEN g.gross_central END AS gross_ranged,
    CAST(ROUND(g.gross_low * g.net_factor, 2) AS DECIMAL(18, 2)) AS net_low,
    CAST(ROUND(g.gross_central * g.net_factor, 2) AS DECIMAL(18, 2)) AS net_central,
    CAST(ROUND(g.gross_high * g.net_factor, 2) AS DECIMAL(18, 2)) AS net_high
FROM (
    SELECT
        l.line, l.quantity, p.*,
        CAST(ROUND(l.quantity * CASE WHEN l.quantity < 0 THEN p.high_end ELSE p.low_end END, 2) AS DECIMAL(12, 2)) AS gross_low,
        CAST(ROUND(l.quantity * p.central, 2) AS DECIMAL(12, 2)) AS gross_central,
        CAST(ROUND(l.quantity * CASE WHEN l.quantity < 0 THEN p.low_end ELSE p.high_end END, 2) AS DECIMAL(12, 2)) AS gross_high
    FROM lines AS l
    JOIN prices AS p ON l.group_no = p.group_no
) AS g
