-- What the stored numbers mean. Every page, export and check reads these views; no formula stands anywhere else.
-- SET VARIABLE as_of_load = n shows everything as it was known after load n.

-- One row per load in force: the latest of its month, or of the set of public figures, unless that one takes the month back.
CREATE OR REPLACE VIEW live_load AS
SELECT *
FROM (
    SELECT * EXCLUDE (workbook)
    FROM load
    WHERE load_id <= coalesce(getvariable('as_of_load'), 2147483647)
    QUALIFY row_number() OVER (PARTITION BY dataset, month ORDER BY load_id DESC) = 1
)
WHERE NOT withdrawn;

-- One row per month, indicator, member and measure as a source states it, blanks included. A month's report goes before a single public figure.
CREATE OR REPLACE VIEW reported AS
WITH explained AS (
    SELECT load_id, source_sheet, source_cell, string_agg(reason, '；') AS explanation FROM reason GROUP BY load_id, source_sheet, source_cell
)
SELECT
    o.month, o.indicator_code, o.member_code, o.measure, o.value, o.bound, o.token, o.decimals, l.origin, o.load_id,
    o.source_sheet, o.source_cell, l.file_name,
    coalesce(c.title, l.source_title) AS source_title, coalesce(c.url, l.source_url) AS source_url, c.grade AS source_grade,
    nullif(concat_ws('；', c.note, '说明：' || e.explanation), '') AS note
FROM observation o
JOIN live_load l USING (load_id)
LEFT JOIN citation c USING (load_id, source_sheet, source_cell)
LEFT JOIN explained e USING (load_id, source_sheet, source_cell)
QUALIFY row_number() OVER (PARTITION BY o.month, o.indicator_code, o.member_code, o.measure ORDER BY l.dataset = 'report' DESC) = 1;

-- One row per stock and member: last month's 累计 as this month's 累计 − 当月, where no source states it.
-- Only a stock grows by its 当月; for an average or a rate the difference means nothing (日均访问人数 would be −8,862).
CREATE OR REPLACE VIEW derived AS
SELECT
    (c.month - INTERVAL 1 MONTH)::DATE AS month, c.indicator_code, c.member_code, c.measure,
    (c.value - m.value)::DECIMAL(18, 4) AS value, greatest(c.decimals, m.decimals) AS decimals, c.load_id,
    c.source_sheet, c.source_cell || '−' || m.source_cell AS source_cell, c.file_name, c.source_title, c.source_url
FROM reported c
JOIN reported m ON m.month = c.month AND m.indicator_code = c.indicator_code AND m.member_code = c.member_code AND m.measure = 'monthly'
JOIN indicator i ON i.code = c.indicator_code AND i.kind = 'stock'
WHERE c.measure = 'cumulative' AND c.value IS NOT NULL AND m.value IS NOT NULL AND c.bound IS NULL AND m.bound IS NULL
    AND NOT EXISTS (
        FROM reported p
        WHERE p.month = c.month - INTERVAL 1 MONTH AND p.indicator_code = c.indicator_code AND p.member_code = c.member_code
            AND p.measure = 'cumulative' AND p.value IS NOT NULL
    );

-- One row per month, indicator, member and measure that has a value. origin: report, public or derived. `source` is where it stands.
CREATE OR REPLACE VIEW figure AS
WITH every AS (
    SELECT month, indicator_code, member_code, measure, value, bound, token, decimals, origin, load_id,
        file_name, source_sheet, source_cell, source_title, source_url, source_grade, note
    FROM reported
    WHERE value IS NOT NULL
    UNION ALL BY NAME
    SELECT *, 'derived' AS origin, '推算' AS token FROM derived
)
SELECT
    e.*, i.table_name, i.platform_code, p.name AS platform_name, i.name AS indicator_name, i.unit, i.kind, i.better, i.position AS indicator_position,
    coalesce(c.name, s.name, '全省') AS member_name, coalesce(c.position, s.position, 0) AS member_position,
    CASE e.measure WHEN 'cumulative' THEN '累计' WHEN 'monthly' THEN '当月' ELSE '当年' END AS measure_name,
    CASE e.origin WHEN 'report' THEN '月报' WHEN 'public' THEN '公开数据' ELSE '推算' END AS origin_name,
    e.file_name || '｜' || e.source_sheet || '!' || e.source_cell AS source
FROM every e
JOIN indicator i ON i.code = e.indicator_code
LEFT JOIN platform p ON p.code = i.platform_code
LEFT JOIN city c ON c.code = e.member_code
LEFT JOIN stage s ON s.code = e.member_code;

-- One row per figure with 环比 and 同比: % for amounts, 百分点 for rates. NULL where the other month is missing, a bound, or not above 0.
CREATE OR REPLACE VIEW change AS
SELECT
    f.*, b.value AS mom_base, b.origin AS mom_origin, y.value AS yoy_base, y.origin AS yoy_origin,
    CASE WHEN f.bound IS NOT NULL OR b.bound IS NOT NULL THEN NULL
         WHEN f.kind = 'rate' THEN f.value - b.value
         WHEN b.value > 0 THEN 100.0 * (f.value - b.value) / b.value END AS mom,
    CASE WHEN f.bound IS NOT NULL OR y.bound IS NOT NULL THEN NULL
         WHEN f.kind = 'rate' THEN f.value - y.value
         WHEN y.value > 0 THEN 100.0 * (f.value - y.value) / y.value END AS yoy,
    CASE WHEN f.kind = 'rate' THEN '百分点' ELSE '%' END AS change_unit
FROM figure f
LEFT JOIN figure b ON b.month = f.month - INTERVAL 1 MONTH AND b.indicator_code = f.indicator_code AND b.member_code = f.member_code AND b.measure = f.measure
LEFT JOIN figure y ON y.month = f.month - INTERVAL 1 YEAR AND y.indicator_code = f.indicator_code AND y.member_code = f.member_code AND y.measure = f.measure;

-- One row per month, city indicator and city, by total and, where cities add up, per 10,000 residents. Competition rank (1, 1, 3);
-- better = lower ranks upward. Cities without a value are absent.
CREATE OR REPLACE VIEW city_rank AS
WITH placed AS (
    SELECT
        f.*, c.region, c.region_position, c.population_10k, CASE WHEN f.better = 'lower' THEN 1 ELSE -1 END AS direction,
        CASE WHEN i.additive THEN f.value * CASE WHEN i.unit LIKE '万%' THEN 10000 WHEN i.unit LIKE '亿%' THEN 100000000 ELSE 1 END
            / c.population_10k END AS per_10k
    FROM figure f
    JOIN city c ON c.code = f.member_code
    JOIN indicator i ON i.code = f.indicator_code
    WHERE f.table_name = 'city'
)
SELECT
    * EXCLUDE (direction), count(*) OVER month_indicator AS ranked,
    rank() OVER (month_indicator ORDER BY direction * value) AS rank,
    count(*) OVER (PARTITION BY month, indicator_code, value) AS tied,
    CASE WHEN per_10k IS NOT NULL THEN rank() OVER (month_indicator ORDER BY direction * per_10k) END AS per_10k_rank,
    CASE WHEN per_10k IS NOT NULL THEN count(*) OVER (PARTITION BY month, indicator_code, per_10k) END AS per_10k_tied
FROM placed
WINDOW month_indicator AS (PARTITION BY month, indicator_code);

-- One row per month, additive city indicator and region.
CREATE OR REPLACE VIEW region_total AS
SELECT
    r.month, r.indicator_code, r.region, any_value(r.region_position) AS region_position, count(*) AS cities,
    sum(r.value)::DECIMAL(18, 4) AS value, 100.0 * sum(r.value) / sum(sum(r.value)) OVER (PARTITION BY r.month, r.indicator_code) AS share_pct,
    sum(r.per_10k * r.population_10k) / sum(r.population_10k) AS per_10k, any_value(r.unit) AS unit, max(r.decimals) AS decimals
FROM city_rank r
JOIN indicator i ON i.code = r.indicator_code AND i.additive
GROUP BY r.month, r.indicator_code, r.region;

-- One row per month and city indicator that the report also prints for the province: the province, the cities' sum, and what is left over.
-- The cities never add up to the province; the rest belongs to 省直 units or to no city.
CREATE OR REPLACE VIEW city_remainder AS
WITH cities AS (
    SELECT month, indicator_code, sum(value)::DECIMAL(18, 4) AS city_sum, count(*) AS cities, max(decimals) AS decimals
    FROM figure
    WHERE table_name = 'city'
    GROUP BY month, indicator_code
)
SELECT
    c.month, c.indicator_code, i.unit, greatest(c.decimals, p.decimals) AS decimals, p.value AS province, p.source AS province_source, c.city_sum, c.cities,
    (p.value - c.city_sum)::DECIMAL(18, 4) AS remainder, 100.0 * (p.value - c.city_sum) / nullif(p.value, 0) AS remainder_pct
FROM cities c
JOIN indicator i ON i.code = c.indicator_code
JOIN figure p ON p.indicator_code = i.province_code AND p.month = c.month AND p.measure = 'cumulative' AND p.origin <> 'derived';

-- One row per month and project stage, the total included. share = of the six stages' sum.
CREATE OR REPLACE VIEW project_stage AS
WITH wide AS (
    SELECT
        month, member_code AS stage_code, any_value(member_name) AS stage_name, any_value(member_position) AS position,
        max(value) FILTER (indicator_code = 'project_count' AND measure = 'cumulative')::BIGINT AS count,
        max(value) FILTER (indicator_code = 'project_count' AND measure = 'monthly')::BIGINT AS count_change,
        max(value) FILTER (indicator_code = 'project_amount')::DECIMAL(18, 4) AS amount,
        string_agg(DISTINCT origin_name) AS origin_name,
        max(source) FILTER (indicator_code = 'project_count' AND measure = 'cumulative') AS source
    FROM figure
    WHERE table_name = 'project'
    GROUP BY month, member_code
)
SELECT
    *, stage_code = 'total' AS is_total,
    100.0 * count / nullif(sum(count) FILTER (stage_code <> 'total') OVER m, 0) AS count_share_pct,
    100.0 * amount / nullif(sum(amount) FILTER (stage_code <> 'total') OVER m, 0) AS amount_share_pct,
    amount / nullif(count, 0) AS average_amount
FROM wide
WINDOW m AS (PARTITION BY month);

-- One row per month and project measure: the stated total against the sum of the six stages. They must be equal.
CREATE OR REPLACE VIEW project_total_check AS
SELECT
    month, indicator_code, measure, any_value(indicator_name) AS indicator_name, any_value(measure_name) AS measure_name, any_value(unit) AS unit,
    max(value) FILTER (member_code = 'total')::DECIMAL(18, 4) AS stated, sum(value) FILTER (member_code <> 'total')::DECIMAL(18, 4) AS stage_sum,
    max(decimals) AS decimals, max(source) FILTER (member_code = 'total') AS source
FROM figure
WHERE table_name = 'project'
GROUP BY month, indicator_code, measure;

-- One row per live report month and cell that its three tables should hold: value, blank (printed empty) or absent (not printed).
CREATE OR REPLACE VIEW coverage AS
WITH member AS (
    SELECT 'platform' AS table_name, '440000' AS code UNION ALL
    SELECT 'project', code FROM stage UNION ALL
    SELECT 'city', code FROM city
)
SELECT
    l.month, i.table_name, i.platform_code, i.code AS indicator_code, m.code AS member_code, s.measure,
    CASE WHEN r.month IS NULL THEN 'absent' WHEN r.value IS NULL THEN 'blank' ELSE 'value' END AS state
FROM live_load l
JOIN indicator i ON (i.since IS NULL OR i.since <= l.month) AND (i.until IS NULL OR l.month <= i.until)
JOIN member m ON m.table_name = i.table_name
CROSS JOIN unnest(i.measures) AS s(measure)
LEFT JOIN reported r ON r.month = l.month AND r.indicator_code = i.code AND r.member_code = m.code AND r.measure = s.measure
WHERE l.dataset = 'report';
