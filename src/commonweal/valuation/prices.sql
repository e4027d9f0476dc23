-- What a group of lines is worth per unit: one row for each unit value of its case (or the reason why there is none),
-- with the share counted. Runs unchanged on DuckDB and Spark; small, and looked up by number for every line.
-- Where a source gives no range the value counts at central at both ends.
SELECT
    CAST(ROW_NUMBER() OVER (ORDER BY g.group_no, u.edition, u.value) AS INTEGER) AS price_no,
    g.*, u.edition, u.value, u.value_measure, u.kind, u.price_year, u.redistributable, u.reason,
    COALESCE(u.low, u.central) AS low_end, u.central, COALESCE(u.high, u.central) AS high_end,
    u.low IS NOT NULL AS has_range, f.net_factor
FROM line_groups AS g
JOIN unit_values AS u ON g.case_id = u.case_id
LEFT JOIN factor_sets AS f ON g.factor_set = f.factor_set
