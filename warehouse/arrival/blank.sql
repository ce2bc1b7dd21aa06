-- One row per gap, a figure that the month before has: each cell of a report; of counties and towns a column, and the
-- areas that fell silent altogether.
-- A silent city is a rule of its own (silent_rule).
WITH p AS (
    SELECT *, level IN ('county', 'town') AS long,
        level IN ('city', 'county', 'town') AND count(value)
            OVER (PARTITION BY source_sheet, member_code) = 0 AS silent
    FROM pair
), gap AS (
    SELECT *, CASE WHEN NOT long THEN source_cell WHEN NOT silent THEN indicator_code END AS part
    FROM p
    WHERE value IS NULL AND then_value IS NOT NULL AND (long OR NOT silent)
)
SELECT
    source_sheet, part, long, silent, any_value(indicator_code) AS indicator_code, any_value(measure) AS measure,
        any_value(then_token) AS then_token,
    list(DISTINCT member_code ORDER BY member_code) AS members,
        min_by(source_cell, (member_code, length(source_cell), source_cell)) AS source_cell
FROM gap
GROUP BY source_sheet, part, long, silent
ORDER BY silent DESC, source_sheet, part
