-- One row per figure and load that stated it, newest first: what it said, where, who published it and when, and what
-- was explained with it: of this cell, or of the revision as a whole.
-- each: month, indicator, member, measure
SELECT
    month, indicator_code AS indicator, member_code AS member, measure, load_id, live, dataset,
    value::DOUBLE AS value, decimals, token, file_name,
    source_sheet || '!' || source_cell AS place, loaded_at, loaded_by, reverts, reason
FROM statement
ORDER BY load_id DESC
