-- One row per month, indicator and number that the first sentence of 本月要点 may say: level, new, mom, yoy of the
-- three platforms' users.
-- reads: figure, change
CREATE OR REPLACE VIEW key_users AS
SELECT
    c.month, 'users' AS topic, c.indicator_position AS part, c.platform_name || c.indicator_name AS name,
    unnest([
        {slot: 'level', value: c.value::DOUBLE, unit: c.unit, decimals: c.decimals::INTEGER, source: c.source},
        {slot: 'new', value: n.value::DOUBLE, unit: c.unit, decimals: n.decimals::INTEGER, source: n.source},
        {slot: 'mom', value: c.mom::DOUBLE, unit: c.change_unit, decimals: 2,
         source: '推算：本月 ÷ 上月 − 1；本月 ' || c.source || '；上月 ' || c.mom_source
             || CASE c.mom_origin WHEN 'derived' THEN '（推算）' ELSE '' END},
        {slot: 'yoy', value: c.yoy::DOUBLE, unit: c.change_unit, decimals: 2,
         source: '推算：本月 ÷ 去年同月 − 1；本月 ' || c.source || '；去年同月 ' || c.yoy_source
             || CASE c.yoy_origin WHEN 'derived' THEN '（推算）' ELSE '' END}
    ], recursive := true)
FROM change c
JOIN (VALUES ('citizen_registered_users'), ('business_entities'), ('office_users')) AS v(code)
    ON v.code = c.indicator_code
LEFT JOIN figure n ON n.month = c.month AND n.indicator_code = c.indicator_code AND n.member_code = c.member_code
    AND n.measure = 'monthly'
WHERE c.measure = 'cumulative' AND c.origin <> 'derived' AND c.bound IS NULL;
