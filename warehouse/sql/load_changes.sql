-- One row per cell in which a load differs from the one before it of the same month: added, changed or removed.
WITH this AS (
    SELECT * FROM load WHERE load_id = $load
), earlier AS (
    SELECT max(l.load_id) AS load_id
    FROM load l, this
    WHERE l.dataset = this.dataset AND l.month IS NOT DISTINCT FROM this.month AND l.load_id < this.load_id
), pairs AS (
    SELECT
        coalesce(n.indicator_code, o.indicator_code) AS indicator_code, coalesce(n.member_code, o.member_code) AS member_code,
        coalesce(n.measure, o.measure) AS measure, coalesce(n.month, o.month) AS month, o.token AS old_token, n.token AS new_token,
        coalesce(n.source_sheet, o.source_sheet) || '!' || coalesce(n.source_cell, o.source_cell) AS place,
        CASE WHEN o.load_id IS NULL THEN '新增' WHEN n.load_id IS NULL THEN '删除' ELSE '改动' END AS kind
    FROM (FROM observation WHERE load_id = $load) n
    FULL JOIN (FROM observation WHERE load_id = (SELECT load_id FROM earlier)) o
        ON n.month = o.month AND n.indicator_code = o.indicator_code AND n.member_code = o.member_code AND n.measure = o.measure
    WHERE o.load_id IS NULL OR n.load_id IS NULL OR o.token <> n.token OR o.value IS DISTINCT FROM n.value
)
SELECT
    strftime(p.month, '%Y-%m') AS month_text, coalesce(f.name, '信息化项目') AS platform_name, i.name AS indicator_name,
    coalesce(c.name, s.name, '全省') AS member_name, CASE p.measure WHEN 'cumulative' THEN '累计' WHEN 'monthly' THEN '当月' ELSE '当年' END AS measure_name,
    p.kind, p.old_token, p.new_token, p.place
FROM pairs p
JOIN indicator i ON i.code = p.indicator_code
LEFT JOIN platform f ON f.code = i.platform_code
LEFT JOIN city c ON c.code = p.member_code
LEFT JOIN stage s ON s.code = p.member_code
ORDER BY i.position, coalesce(c.position, s.position, 0), p.measure, p.month
