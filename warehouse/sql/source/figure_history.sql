-- One row per load that stated the figure, newest first: what it said, where, who published it and when, and what was
-- explained with it: of this cell, or of the revision as a whole.
SELECT
    load_id, live, dataset, value::DOUBLE AS value, decimals, token, file_name,
    source_sheet || '!' || source_cell AS place, loaded_at, loaded_by, reverts,
    coalesce((
        SELECT string_agg(DISTINCT r.reason, '；') FROM reason r
        WHERE r.load_id = s.load_id AND (explains_load(r.code)
            OR (r.source_sheet = s.source_sheet AND r.source_cell = s.source_cell))
    ), '') AS reason
FROM statement s
WHERE month = $month AND indicator_code = $indicator AND member_code = $member AND measure = $measure
ORDER BY load_id DESC
