-- One row per stage of the month, in order: what came in and went out by inference, how long a project stays at that
-- pace; withheld where it cannot be.
-- each: month
SELECT
    month, stage_code, stage_name, count, count_change, inflow, outflow, cancelled,
    months_in_stage::DOUBLE AS months_in_stage, withheld, inflow_terms, source
FROM project_flow
ORDER BY position
