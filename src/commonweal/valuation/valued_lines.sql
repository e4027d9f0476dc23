-- The whole valuation. Runs unchanged on DuckDB and Spark; `reference.py` says the same in plain Decimal.
-- gross = quantity × £ per unit, rounded once to the penny; net = that gross × the share counted, rounded once.
-- Where a source gives no range the value counts at central at both ends; gross_ranged is the part that has one.
-- A quantity below zero turns low and high round.
SELECT
    g.*, f.net_factor,
    CASE WHEN g.has_range THEN g.gross_central END AS gross_ranged,
    CAST(ROUND(g.gross_low * f.net_factor, 2) AS DECIMAL(18, 2)) AS net_low,
    CAST(ROUND(g.gross_central * f.net_factor, 2) AS DECIMAL(18, 2)) AS net_central,
    CAST(ROUND(g.gross_high * f.net_factor, 2) AS DECIMAL(18, 2)) AS net_high
FROM (
    SELECT
        l.*, u.edition, u.value, u.value_measure, u.kind, u.price_year, u.redistributable, u.reason,
        u.low IS NOT NULL AS has_range,
        CAST(ROUND(l.quantity * CASE WHEN l.quantity < 0 THEN u.high_end ELSE u.low_end END, 2) AS DECIMAL(12, 2)) AS gross_low,
        CAST(ROUND(l.quantity * u.central, 2) AS DECIMAL(12, 2)) AS gross_central,
        CAST(ROUND(l.quantity * CASE WHEN l.quantity < 0 THEN u.low_end ELSE u.high_end END, 2) AS DECIMAL(12, 2)) AS gross_high
    FROM lines AS l
    JOIN (
        SELECT *, COALESCE(low, central) AS low_end, COALESCE(high, central) AS high_end FROM unit_values
    ) AS u ON l.case_id = u.case_id
) AS g
LEFT JOIN factor_sets AS f ON g.factor_set = f.factor_set
