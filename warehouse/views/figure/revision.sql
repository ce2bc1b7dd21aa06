-- One row per live cell that does not say what was first published for it: the first and the present token, which load
-- changed it last, and why. A changed value, bound or number of decimals counts; 1200 written as 1,200 does not. A load
-- that takes a revision back leaves no trace here.
-- reads: live_load, reported, revision_reason
CREATE OR REPLACE VIEW revision AS
WITH told AS (
    SELECT o.*, l.dataset, lag(o.load_id) OVER cell AS earlier_load,
        (o.value, o.bound, o.decimals) IS DISTINCT FROM (lag(o.value) OVER cell, lag(o.bound) OVER cell,
            lag(o.decimals) OVER cell) AS differs
    FROM observation o
    JOIN load l USING (load_id)
    WHERE known(o.load_id)
    WINDOW cell AS (PARTITION BY l.dataset, o.month, o.indicator_code, o.member_code, o.measure ORDER BY o.load_id)
), cell AS (
    SELECT
        dataset, month, indicator_code, member_code, measure, first(token ORDER BY load_id) AS first_token,
        first(value ORDER BY load_id) AS first_value,
        first(bound ORDER BY load_id) AS first_bound, first(decimals ORDER BY load_id) AS first_decimals,
        min(load_id) AS first_load,
        max(load_id) FILTER (differs AND earlier_load IS NOT NULL) AS changed_by
    FROM told
    GROUP BY ALL
)
SELECT
    r.month, r.indicator_code, r.member_code, r.measure, c.first_value, c.first_token, c.first_load, r.value, r.token,
    c.changed_by AS load_id,
    l.loaded_by, l.loaded_at, w.reason, r.file_name, r.source_sheet, r.source_cell,
    cell_source(r.file_name, r.source_sheet, r.source_cell) AS source,
    revision_mark(c.first_token, c.changed_by, r.token, w.reason) AS mark
FROM cell c
JOIN live_load live ON live.dataset = c.dataset AND (live.month = c.month OR live.dataset = 'public')
JOIN reported r ON r.load_id = live.load_id AND r.month = c.month AND r.indicator_code = c.indicator_code
    AND r.member_code = c.member_code
    AND r.measure = c.measure
JOIN load l ON l.load_id = c.changed_by
LEFT JOIN revision_reason w ON w.load_id = c.changed_by
WHERE (r.value, r.bound, r.decimals) IS DISTINCT FROM (c.first_value, c.first_bound, c.first_decimals);
