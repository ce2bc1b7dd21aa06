-- One row per figure that its own past makes suspicious, and as what: unit-slip, cumulative-decreased, jump, or
-- value-unexpected where it was blank.
-- After a gap of months only a fall says anything. 当月 of a stock swings freely; growth_rule checks it with 累计.
-- Projects leave a stage for the next one.
WITH limits AS (
    SELECT max(threshold) FILTER (code = 'slip') / 100 AS slip, max(threshold) FILTER (code = 'jump-rate') AS rate_step,
        max(threshold) FILTER (code = 'chance') AS chance
    FROM rule
), near AS (
    SELECT
        *, value::DOUBLE / nullif(then_value, 0)::DOUBLE AS ratio,
        list_filter([-8, -4, -3, -2, -1, 1, 2, 3, 4, 8], power -> abs(ratio / 10.0 ** power - 1) < slip)[1] AS power
    FROM pair, limits
    WHERE value IS NOT NULL AND (then_value IS NULL OR value <> then_value) AND (level NOT IN ('county', 'town') OR
        then_value > 0 AND greatest(value * 10 ** decimals, then_value * 10 ** then_decimals) >= chance)
), judged AS (
    SELECT
        *, CASE
            WHEN then_value IS NULL THEN 'value-unexpected'
            WHEN kind = 'rate' THEN CASE WHEN $follows::BOOLEAN AND abs(value - then_value) > rate_step THEN 'jump' END
            WHEN kind = 'stock' AND measure = 'monthly' OR then_value <= 0 THEN NULL
            WHEN $follows::BOOLEAN AND power IS NOT NULL THEN 'unit-slip'
            WHEN kind = 'stock' AND value < then_value AND level <> 'project' THEN 'cumulative-decreased'
            WHEN $follows::BOOLEAN AND indicator_code <> 'project_count' AND NOT ratio BETWEEN least
                AND most THEN 'jump'
        END AS code
    FROM near
)
SELECT * FROM judged WHERE code IS NOT NULL ORDER BY source_sheet, line, column_key
