-- One row per load that stated the figure, newest first: what it said, where, who published it and when, and what was
-- explained with it: of this cell, or of the revision as a whole.
SELECT
    load_id, live, dataset, value::DOUBLE AS value, decimals, token, file_name,
    source_sheet || '!' || source_cell AS place, loaded_at, loaded_by, reverts, reason
FROM statement
WHERE month = $month AND indicator_code = $indicator AND member_code = $member AND measure = $measure
ORDER BY load_id DESC
