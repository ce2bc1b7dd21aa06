-- One row per figure of the month whose step stands far outside its own history, the furthest first.
-- each: month
SELECT
    month, platform_label(platform_name) AS platform_name, indicator_name, member_name, measure_name, unit, decimals,
    value::DOUBLE AS value, step_name, step,
    middle, history, score, source
FROM outlier_score
WHERE outlying
ORDER BY abs(score) DESC
