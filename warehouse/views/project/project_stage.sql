-- One row per month and project stage, the total included. share = of the six stages' sum.
-- reads: figure
CREATE OR REPLACE VIEW project_stage AS
WITH wide AS (
    SELECT
        month, member_code AS stage_code, any_value(member_name) AS stage_name, any_value(member_position) AS position,
        max(value) FILTER (indicator_code = 'project_count' AND measure = 'cumulative')::BIGINT AS count,
        max(value) FILTER (indicator_code = 'project_count' AND measure = 'monthly')::BIGINT AS count_change,
        max(value) FILTER (indicator_code = 'project_amount')::DECIMAL(18, 4) AS amount,
        bool_or(origin = 'derived') AS derived,
        max(source) FILTER (indicator_code = 'project_count' AND measure = 'cumulative') AS source,
        max(source) FILTER (indicator_code = 'project_count' AND measure = 'monthly') AS change_source,
        max(source) FILTER (indicator_code = 'project_amount') AS amount_source
    FROM figure
    WHERE table_name = 'project'
    GROUP BY month, member_code
)
SELECT
    *, stage_code = 'total' AS is_total,
    100.0 * count / nullif(sum(count) FILTER (stage_code <> 'total') OVER m, 0) AS count_share_pct,
    100.0 * amount / nullif(sum(amount) FILTER (stage_code <> 'total') OVER m, 0) AS amount_share_pct,
    amount / nullif(count, 0) AS average_amount
FROM wide
WINDOW m AS (PARTITION BY month);
