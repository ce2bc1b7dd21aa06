-- One row per column and its longest run of rows that fit the past of the row above (下移) or below (上移) and not
-- their own, nor what it has become where all their parent's grew together. Two between them may fit their own.
-- Of 21 rows three at least, of 1,610 five: three fit by chance in one of fifty columns.
WITH p AS (
    SELECT *, lag(then_value) OVER downwards AS above, lead(then_value) OVER downwards AS below,
        row_number() OVER downwards AS seq, floor(log10(count(*) OVER whole)) AS digits,
        then_value * sum(value) OVER kin / sum(then_value) OVER kin AS grown
    FROM pair
    WHERE level IN ('city', 'county', 'town') AND value > 0 AND then_value > 0
    WINDOW downwards AS (PARTITION BY source_sheet, indicator_code ORDER BY line),
        whole AS (PARTITION BY source_sheet, indicator_code),
        kin AS (PARTITION BY source_sheet, indicator_code, parent_code)
), placed AS (
    SELECT *, '下移' AS way FROM p WHERE abs(value - above) < abs(value - then_value)
    UNION ALL
    SELECT *, '上移' FROM p WHERE abs(value - below) < abs(value - then_value)
), apart AS (
    SELECT *, seq - lag(seq) OVER (PARTITION BY source_sheet, indicator_code, way ORDER BY seq) > 3 AS parted
        FROM placed
), island AS (
    SELECT *, count(*) FILTER (parted) OVER (PARTITION BY source_sheet, indicator_code, way ORDER BY seq) AS run
        FROM apart
), span AS (
    SELECT source_sheet, indicator_code, way, count(*) AS size, min(seq) AS first_seq, max(seq) AS last_seq
    FROM island
    GROUP BY source_sheet, indicator_code, way, run
    HAVING size >= greatest(3, 2 + any_value(digits))
), fits AS (
    SELECT p.*, way, size, first_seq, if(way = '下移', above, below) AS beside
    FROM span JOIN p ON p.source_sheet = span.source_sheet AND p.indicator_code = span.indicator_code
        AND seq BETWEEN first_seq AND last_seq
)
SELECT
    source_sheet, indicator_code, way, size, min(column_key) AS column_key, min_by(source_cell, seq) AS source_cell,
    max_by(source_cell, seq) AS last_cell, min_by(member_code, seq) AS first_member,
        max_by(member_code, seq) AS last_member
FROM fits
GROUP BY source_sheet, indicator_code, way, size, first_seq
HAVING sum(abs(value - then_value)) > 0.05 * sum(then_value)
    AND sum(abs(value - beside)) < 0.25 * least(sum(abs(value - then_value)), sum(abs(value - grown)))
QUALIFY row_number() OVER (PARTITION BY source_sheet, indicator_code ORDER BY size DESC) = 1
ORDER BY column_key
