-- One row per month, headline rate and number that the third sentence may say: this month's rate against last month's,
-- or against 累计.
-- reads: figure, change
CREATE OR REPLACE VIEW key_rates AS
SELECT
    c.month, 'rates' AS topic, c.indicator_position AS part, c.platform_name || c.indicator_name AS name,
    unnest([
        {slot: 'level', value: c.value::DOUBLE, unit: c.unit, decimals: c.decimals::INTEGER, source: c.source},
        {slot: 'mom', value: c.mom::DOUBLE, unit: c.change_unit, decimals: 2,
            source: '推算：本月 − 上月；本月 ' || c.source || '；上月 ' || c.mom_source},
        {slot: 'whole', value: w.value::DOUBLE, unit: w.unit, decimals: w.decimals::INTEGER, source: w.source},
        {slot: 'gap', value: (c.value - w.value)::DOUBLE, unit: '百分点', decimals: 2,
            source: '推算：当月 − 累计；' || c.source || ' − ' || w.source}
    ], recursive := true)
FROM change c
JOIN indicator i ON i.code = c.indicator_code AND i.headline IS NOT NULL AND i.kind = 'rate'
LEFT JOIN figure w ON w.month = c.month AND w.indicator_code = c.indicator_code AND w.member_code = c.member_code
    AND w.measure = 'cumulative'
WHERE c.measure = 'monthly' AND c.bound IS NULL;
