-- One row per month, indicator and number that the first sentence of 本月要点 may say: level, new, mom, yoy of the three platforms' users.
CREATE OR REPLACE VIEW key_users AS
SELECT
    c.month, 'users' AS topic, c.indicator_position AS part, c.platform_name || c.indicator_name AS name,
    unnest([
        {slot: 'level', value: c.value::DOUBLE, unit: c.unit, decimals: c.decimals::INTEGER, source: c.source},
        {slot: 'new', value: n.value::DOUBLE, unit: c.unit, decimals: n.decimals::INTEGER, source: n.source},
        {slot: 'mom', value: c.mom::DOUBLE, unit: c.change_unit, decimals: 2,
         source: '推算：本月 ÷ 上月 − 1；本月 ' || c.source || '；上月 ' || c.mom_source || CASE c.mom_origin WHEN 'derived' THEN '（推算）' ELSE '' END},
        {slot: 'yoy', value: c.yoy::DOUBLE, unit: c.change_unit, decimals: 2,
         source: '推算：本月 ÷ 去年同月 − 1；本月 ' || c.source || '；去年同月 ' || c.yoy_source || CASE c.yoy_origin WHEN 'derived' THEN '（推算）' ELSE '' END}
    ], recursive := true)
FROM change c
JOIN (VALUES ('citizen_registered_users'), ('business_entities'), ('office_users')) AS v(code) ON v.code = c.indicator_code
LEFT JOIN figure n ON n.month = c.month AND n.indicator_code = c.indicator_code AND n.member_code = c.member_code AND n.measure = 'monthly'
WHERE c.measure = 'cumulative' AND c.origin <> 'derived' AND c.bound IS NULL;

-- One row per month and number that the second sentence may say: how many platform indicators rose, stood still or fell, and which moved most.
CREATE OR REPLACE VIEW key_moves AS
WITH moved AS (
    SELECT *, round(mom, 2) AS size, '推算：本月 ÷ 上月 − 1；本月 ' || source || '；上月 ' || mom_source
        || CASE mom_origin WHEN 'derived' THEN '（推算）' ELSE '' END AS how
    FROM change
    WHERE table_name = 'platform' AND measure = 'cumulative' AND kind <> 'rate' AND origin <> 'derived' AND mom IS NOT NULL
), counted AS (
    SELECT
        month, count(*) AS compared, count(*) FILTER (size > 0) AS up, count(*) FILTER (size = 0) AS flat, count(*) FILTER (size < 0) AS down,
        arg_max(struct_pack(name := platform_name || indicator_name, size := size, how := how), size - indicator_position / 1e6) AS most,
        arg_min(struct_pack(name := platform_name || indicator_name, size := size, how := how), size + indicator_position / 1e6) AS least,
        '推算：计数；本月和上月都有累计数的平台指标，见“全部平台指标”表' AS how
    FROM moved
    GROUP BY month
)
SELECT
    month, 'moves' AS topic, 0 AS part,
    unnest([
        {slot: 'compared', name: '', value: compared::DOUBLE, unit: '项', decimals: 0, source: how},
        {slot: 'up', name: '', value: up::DOUBLE, unit: '项', decimals: 0, source: how},
        {slot: 'flat', name: '', value: flat::DOUBLE, unit: '项', decimals: 0, source: how},
        {slot: 'down', name: '', value: down::DOUBLE, unit: '项', decimals: 0, source: how},
        {slot: 'most', name: most.name, value: CASE WHEN most.size > 0 THEN most.size END, unit: '%', decimals: 2, source: most.how},
        {slot: 'least', name: least.name, value: CASE WHEN least.size < 0 THEN least.size END, unit: '%', decimals: 2, source: least.how}
    ], recursive := true)
FROM counted;

-- One row per month, headline rate and number that the third sentence may say: this month's rate against last month's, or against 累计.
CREATE OR REPLACE VIEW key_rates AS
SELECT
    c.month, 'rates' AS topic, c.indicator_position AS part, c.platform_name || c.indicator_name AS name,
    unnest([
        {slot: 'level', value: c.value::DOUBLE, unit: c.unit, decimals: c.decimals::INTEGER, source: c.source},
        {slot: 'mom', value: c.mom::DOUBLE, unit: c.change_unit, decimals: 2, source: '推算：本月 − 上月；本月 ' || c.source || '；上月 ' || c.mom_source},
        {slot: 'whole', value: w.value::DOUBLE, unit: w.unit, decimals: w.decimals::INTEGER, source: w.source},
        {slot: 'gap', value: (c.value - w.value)::DOUBLE, unit: '百分点', decimals: 2, source: '推算：当月 − 累计；' || c.source || ' − ' || w.source}
    ], recursive := true)
FROM change c
JOIN indicator i ON i.code = c.indicator_code AND i.headline IS NOT NULL AND i.kind = 'rate'
LEFT JOIN figure w ON w.month = c.month AND w.indicator_code = c.indicator_code AND w.member_code = c.member_code AND w.measure = 'cumulative'
WHERE c.measure = 'monthly' AND c.bound IS NULL;
