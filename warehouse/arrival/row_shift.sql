-- One row per column and its longest run of rows that fit the past of the row above (下移) or below (上移) and not
-- their own: three at least, two between
-- them may fit by chance.
WITH p AS (
    SELECT *, lag(then_value) OVER downwards AS above, lead(then_value) OVER downwards AS below,
        row_number() OVER downwards AS seq
    FROM pair
    WHERE level IN ('city', 'county', 'town') AND value > 0 AND then_value > 0
    WINDOW downwards AS (PARTITION BY source_sheet, indicator_code ORDER BY line)
), placed AS (
    SELECT *, '下移' AS way, above AS beside FROM p WHERE abs(value - above) < abs(value - then_value)
    UNION ALL
    SELECT *, '上移', below FROM p WHERE abs(value - below) < abs(value - then_value)
), apart AS (
    SELECT *, seq - lag(seq) OVER (PARTITION BY source_sheet, indicator_code, way ORDER BY seq) > 3 AS parted
        FROM placed
), island AS (
    SELECT *, count(*) FILTER (parted) OVER (PARTITION BY source_sheet, indicator_code, way ORDER BY seq) AS run
        FROM apart
)
SELECT
    source_sheet, indicator_code, way, count(*) AS size, min(column_key) AS column_key,
        min_by(source_cell, seq) AS source_cell,
    max_by(source_cell, seq) AS last_cell, min_by(member_code, seq) AS first_member,
        max_by(member_code, seq) AS last_member
FROM island
GROUP BY source_sheet, indicator_code, way, run
HAVING size >= 3 AND sum(abs(value - then_value)) > 0.05 * sum(then_value)
    AND sum(abs(value - beside)) < 0.25 * sum(abs(value - then_value))
QUALIFY row_number() OVER (PARTITION BY source_sheet, indicator_code ORDER BY size DESC) = 1
ORDER BY column_key
