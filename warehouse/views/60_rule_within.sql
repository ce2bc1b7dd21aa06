-- Rules between the cells of one month. ingest/rules/within_month.py stops a workbook by the same rules before it is published; the pairs of averages and totals,
-- the parts of wholes, the scales and the thresholds that both read stand in catalog/*.csv, and tests/test_rules.py holds them to one verdict.

-- One row per month and project measure with all six stages: the stated total must equal their sum.
CREATE OR REPLACE VIEW total_rule AS
SELECT
    month, 'total-mismatch' AS rule_code, indicator_name || CASE measure WHEN 'monthly' THEN '变化' ELSE '' END AS subject, unit, decimals,
    '合计' AS left_name, stated::DOUBLE AS left_value, '=' AS relation, '六个阶段之和' AS right_name, stage_sum::DOUBLE AS right_value, 0.0 AS tolerance,
    source || ' ＝ ' || stage_cells AS operands, 0 AS position
FROM project_total_check
WHERE stated IS NOT NULL AND stages = 6 AND month IN (SELECT month FROM live_load WHERE dataset = 'report');

-- One row per month and city indicator that is also printed for the province: the cities' sum must not exceed it.
CREATE OR REPLACE VIEW province_rule AS
SELECT
    r.month, 'cities-exceed-province' AS rule_code, p.name || ' ' || i.name AS subject, r.unit, r.decimals,
    r.cities || ' 市之和' AS left_name, r.city_sum::DOUBLE AS left_value, '≤' AS relation, '全省' AS right_name, r.province::DOUBLE AS right_value,
    r.rounding AS tolerance, r.cities_source || ' ≤ ' || r.province_source AS operands, i.position
FROM city_remainder r
JOIN indicator i ON i.code = r.indicator_code
JOIN platform p ON p.code = i.platform_code;

-- One row per month and indicator that is a part of another, both as single things: 累计 of the part must not exceed 累计 of the whole.
-- 累计 only: of one month's users more may activate than register (3.23 > 3.16 at 2022-08).
CREATE OR REPLACE VIEW subset_rule AS
SELECT
    s.month, 'subset-exceeds' AS rule_code, s.platform_name || ' ' || s.indicator_name AS subject, s.unit, s.decimals,
    s.indicator_name AS left_name, s.value::DOUBLE AS left_value, '≤' AS relation, w.indicator_name AS right_name,
    (w.value * whole.scale / part.scale)::DOUBLE AS right_value, 0.0 AS tolerance, s.source || ' ≤ ' || w.source_cell AS operands, part.position
FROM indicator part
JOIN indicator whole ON whole.code = part.at_most
JOIN figure s ON s.indicator_code = part.code AND s.measure = 'cumulative' AND s.member_code = '440000' AND s.origin <> 'derived'
JOIN figure w ON w.indicator_code = whole.code AND w.measure = 'cumulative' AND w.member_code = '440000' AND w.origin <> 'derived'
    AND w.month = s.month
WHERE s.bound IS NULL AND w.bound IS NULL;

-- One row per month and printed rate: it must lie between 0 and 100.
CREATE OR REPLACE VIEW rate_rule AS
SELECT
    month, 'rate-out-of-range' AS rule_code, platform_name || ' ' || indicator_name || CASE member_name WHEN '全省' THEN '' ELSE ' ' || member_name END
        || '（' || measure_name || '）' AS subject, unit, decimals, indicator_name AS left_name, value::DOUBLE AS left_value, '∈' AS relation,
    '0% 至 100%' AS right_name, CASE WHEN value < 0 THEN 0.0 WHEN value > 100 THEN 100.0 ELSE value::DOUBLE END AS right_value, 0.0 AS tolerance,
    source AS operands, indicator_position + member_position / 100 AS position
FROM figure
WHERE kind = 'rate' AND bound IS NULL;
