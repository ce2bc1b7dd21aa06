-- One row per stage of one month, in report order, the total last.
-- each: month
SELECT month, stage_code, stage_name, is_total, count, count_change, amount::DOUBLE AS amount, count_share_pct,
    amount_share_pct, average_amount, source, change_source, amount_source
FROM project_stage
WHERE (month, stage_code) IN (SELECT (month, member_code) FROM reported)
ORDER BY position
