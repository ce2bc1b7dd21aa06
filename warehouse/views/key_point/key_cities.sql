-- One row per month and number that the sentence on cities may say: 珠三角's share of users, and the first and last
-- city of a rate; and the city that made most of the month's growth.
-- reads: city_rank, city_set, contribution, region_total
CREATE OR REPLACE VIEW key_cities AS
WITH ends AS (
    SELECT
        month, any_value(platform_name || indicator_name)
            || any_value(CASE WHEN s.complete THEN '' ELSE '（' || s.cities || ' 市，缺' || s.unreported || '）' END)
            AS name,
        count(*) AS cities,
        arg_min(struct_pack(city := member_name, value := value, tied := tied, decimals := decimals, source := source),
            rank * 100 + member_position) AS head,
        arg_max(struct_pack(city := member_name, value := value, tied := tied, decimals := decimals, source := source),
            rank * 100 - member_position) AS tail
    FROM city_rank
    JOIN city_set s USING (month, indicator_code)
    WHERE indicator_code = 'city_office_active_rate'
    GROUP BY month
)
SELECT
    r.month, 'cities' AS topic, 1 AS part, i.name, 'share' AS slot, r.share_pct::DOUBLE AS value, '%' AS unit,
    1 AS decimals,
    '推算：' || r.region || ' ' || r.cities || ' 市之和 ÷ 各市之和；' || s.source AS source
FROM region_total r
JOIN (SELECT p.name || x.name AS name, x.code FROM indicator x JOIN platform p ON p.code = x.platform_code) i
    ON i.code = r.indicator_code
JOIN (
    SELECT month, indicator_code, source_span(source, source_cell, member_position) AS source FROM city_rank
    GROUP BY ALL
) s ON s.month = r.month AND s.indicator_code = r.indicator_code
WHERE r.indicator_code = 'city_citizen_users' AND r.region = '珠三角'
UNION ALL BY NAME
SELECT
    month, 'cities' AS topic, 2 AS part,
    unnest([
        {slot: 'rate', name: name, value: NULL::DOUBLE, unit: '%', decimals: 0, source: ''},
        {slot: 'head', name: head.city || CASE WHEN head.tied > 1 THEN '等' ELSE '' END, value: head.value::DOUBLE,
            unit: '%',
         decimals: head.decimals::INTEGER, source: head.source},
        {slot: 'tail', name: tail.city || CASE WHEN tail.tied > 1 THEN '等' ELSE '' END, value: tail.value::DOUBLE,
            unit: '%',
         decimals: tail.decimals::INTEGER, source: tail.source},
        {slot: 'gap', name: '', value: (head.value - tail.value)::DOUBLE, unit: '百分点', decimals: 2,
            source: '推算：' || head.source || ' − ' || tail.source}
    ], recursive := true)
FROM ends
WHERE cities > 1
UNION ALL BY NAME
SELECT
    c.month, 'cities' AS topic, 3 AS part,
    p.name || '全省' || i.name || '本月的增长中，贡献最大的是' || c.member_name AS name, 'growth' AS slot,
    c.contribution_pct::DOUBLE AS value, '%' AS unit, 1 AS decimals, '推算：' || c.source AS source
FROM contribution c
JOIN indicator i ON i.code = c.indicator_code
JOIN platform p ON p.code = i.platform_code
WHERE c.indicator_code = 'city_citizen_users' AND c.span = 'month' AND c.member_code <> 'remainder'
    AND c.contribution_pct IS NOT NULL
QUALIFY row_number() OVER (PARTITION BY c.month ORDER BY c.added DESC, c.member_position) = 1;
