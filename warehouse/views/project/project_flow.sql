-- One row per month and stage, inferred from the stages' 数量 and 数量变化: how many projects came in and went out, and
-- how long one stays at that pace. Assumed: every project starts in 准备 and takes each stage in turn; none is skipped,
-- none goes back; a cancelled one leaves from 准备. Then, from the end: into 已完成验收 = its change; out of a stage =
-- into the next; into a stage = out of it + its change. At 2022-08: 107 → 30 → 32 → 17 → 22. withheld: some flow of the
-- month would be negative, so the assumption does not hold and nothing is said.
-- reads: project_stage
CREATE OR REPLACE VIEW project_flow AS
WITH chain AS (
    SELECT *, sum(count_change) OVER (PARTITION BY month ORDER BY position DESC) AS inflow,
        string_agg(stage_name || ' ' || signed(count_change),
            '、') OVER (PARTITION BY month ORDER BY position DESC) AS inflow_terms
    FROM project_stage
    WHERE stage_code NOT IN ('total', 'cancelled') AND count IS NOT NULL AND count_change IS NOT NULL
), cancelled AS (
    SELECT month, count_change AS cancelled FROM project_stage
    WHERE stage_code = 'cancelled' AND count_change IS NOT NULL
), flow AS (
    SELECT
        c.month, c.stage_code, c.stage_name, c.position, c.count, c.count_change,
        c.change_source AS source, x.cancelled,
        c.inflow + CASE c.stage_code WHEN 'preparation' THEN x.cancelled ELSE 0 END AS inflow,
        c.inflow - c.count_change AS outflow,
        c.inflow_terms || CASE WHEN c.stage_code = 'preparation' THEN '、已取消 ' || signed(x.cancelled)
            ELSE '' END AS inflow_terms,
        c.count - c.count_change / 2.0 AS average_count,
        count(*) OVER (PARTITION BY c.month) AS stages
    FROM chain c
    JOIN cancelled x USING (month)
)
SELECT
    * EXCLUDE (stages), least(min(inflow) OVER same_month, min(outflow) OVER same_month,
        min(cancelled) OVER same_month) < 0 AS withheld,
    CASE WHEN stage_code <> 'accepted'
        THEN average_count / nullif(outflow + CASE stage_code WHEN 'preparation' THEN cancelled ELSE 0 END,
            0) END AS months_in_stage
FROM flow
WHERE stages = 5
WINDOW same_month AS (PARTITION BY month);
