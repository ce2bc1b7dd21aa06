-- One row per cell in which a load differs from the one before it of the same month ($earlier, -1 for none): added,
-- changed or removed. The first 1,000 of them; of_kind and of_all count them all: a first load of towns holds 80,000.
-- $earlier is a number and not looked up here: only then are the rows of
-- other loads skipped and not read (90 ms instead of 1.1 s of ten million rows).
WITH stated AS (
    SELECT load_id, indicator_code, member_code, measure, month, value, token, source_sheet, source_cell
    FROM observation
    UNION ALL
    SELECT load_id, indicator_code, area_code, '', month, value, token, source_sheet, source_cell FROM area_observation
    UNION ALL  -- the text's numbers stand behind the tables', under no indicator
    SELECT load_id, system_code || '/' || name, section, '', month, value, token || ' ' || unit, source_sheet,
        source_cell
    FROM text_figure
), changed_cells AS MATERIALIZED (
    SELECT
        coalesce(n.indicator_code, o.indicator_code) AS indicator_code,
        coalesce(n.member_code, o.member_code) AS member_code,
        coalesce(n.measure, o.measure) AS measure, coalesce(n.month, o.month) AS month, o.token AS old_token,
        n.token AS new_token,
        coalesce(n.source_sheet, o.source_sheet) AS source_sheet, coalesce(n.source_cell, o.source_cell) AS source_cell,
        cell_change(o.token, o.value, n.token, n.value) AS kind
    FROM (FROM stated WHERE load_id = $load) n
    FULL JOIN (FROM stated WHERE load_id = $earlier) o
        ON n.month = o.month AND n.indicator_code = o.indicator_code AND n.member_code = o.member_code
            AND n.measure = o.measure
    WHERE kind IS NOT NULL
), counted AS (
    SELECT kind, count(*) AS of_kind, (sum(count(*)) OVER ())::BIGINT AS of_all FROM changed_cells GROUP BY kind
), first_ones AS (
    SELECT p.*, coalesce(i.name, split_part(p.indicator_code, '/', 2)) AS indicator_name,
        i.platform_code, i.monthly_name, i.code IS NULL AS in_text, i.position AS indicator_position,
        coalesce(a.position, s.position, 0) AS member_position,
        CASE WHEN i.code IS NULL THEN p.member_code ELSE member_label(s.name, a.name) END AS member_name,
        CASE WHEN a.level IN ('county', 'town') THEN a.parent_code END AS above
    FROM changed_cells p
    LEFT JOIN indicator i ON i.code = p.indicator_code
    LEFT JOIN area a ON a.code = p.member_code
    LEFT JOIN stage s ON s.code = p.member_code
    ORDER BY indicator_position, member_position, p.measure, p.month
    LIMIT 1000
)
SELECT
    strftime(p.month, '%Y-%m') AS month_text,
    CASE WHEN p.in_text THEN sheet_name('text') ELSE platform_label(f.name) END AS platform_name, p.indicator_name,
    p.member_name || coalesce('（' || up.name || '）', '') AS member_name,
    CASE p.measure WHEN 'monthly' THEN p.monthly_name ELSE coalesce(measure_name(p.measure), '') END AS measure_name,
    p.kind, p.old_token, p.new_token, p.source_sheet || '!' || p.source_cell AS place, c.of_kind, c.of_all
FROM first_ones p
JOIN counted c USING (kind)
LEFT JOIN platform f ON f.code = p.platform_code
LEFT JOIN area up ON up.code = p.above
ORDER BY p.indicator_position, p.member_position, p.measure, p.month
