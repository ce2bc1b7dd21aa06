-- One row per live cell of a county or town that does not say what was first published for it, as `revision` for the
-- report. Only months loaded more than once are read: ten years of towns are ten million rows.
-- reads: area_reported, revision_reason
CREATE OR REPLACE VIEW area_revision AS
WITH again AS (
    SELECT month FROM load WHERE dataset = 'area' AND known(load_id) GROUP BY month HAVING count(*) > 1
), told AS (
    SELECT load_id, month, indicator_code, area_code, value, token, decimals,
        (value, decimals) IS DISTINCT FROM (lag(value) OVER cell, lag(decimals) OVER cell)
            AND lag(load_id) OVER cell IS NOT NULL AS differs
    FROM area_observation
    WHERE known(load_id) AND month IN (FROM again)
    WINDOW cell AS (PARTITION BY month, indicator_code, area_code ORDER BY load_id)
), cell AS (
    SELECT month, indicator_code, area_code, arg_min(token, load_id) AS first_token,
        first((value, decimals) ORDER BY load_id) AS first_said, max(load_id) FILTER (differs) AS changed_by
    FROM told
    GROUP BY ALL
)
SELECT r.month, r.indicator_code, r.area_code, r.file_name, r.source_sheet, r.source_cell, r.source,
    revision_mark(c.first_token, c.changed_by, r.token, w.reason) AS mark
FROM cell c
JOIN area_reported r USING (month, indicator_code, area_code)
LEFT JOIN revision_reason w ON w.load_id = c.changed_by
WHERE (r.value, r.decimals) IS DISTINCT FROM c.first_said;
