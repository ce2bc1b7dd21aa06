-- One row per stage of one month, in report order, the total last.
SELECT stage_code, stage_name, is_total, count, count_change, amount::DOUBLE AS amount, count_share_pct,
    amount_share_pct, average_amount, source, change_source, amount_source
FROM project_stage
WHERE month = $month AND stage_code IN (SELECT member_code FROM reported WHERE month = $month)
ORDER BY position
