-- One row per month and number that the sentence on projects may say.
-- reads: project_stage
CREATE OR REPLACE VIEW key_projects AS
SELECT
    t.month, 'projects' AS topic, 0 AS part, '' AS name,
    unnest([
        {slot: 'count', value: t.count::DOUBLE, unit: '个', decimals: 0, source: t.source},
        {slot: 'change', value: t.count_change::DOUBLE, unit: '个', decimals: 0, source: t.change_source},
        {slot: 'amount', value: t.amount::DOUBLE / 10000, unit: '亿元', decimals: 2,
            source: '推算：万元 ÷ 10,000；' || t.amount_source},
        {slot: 'accepted', value: a.count::DOUBLE, unit: '个', decimals: 0, source: a.source},
        {slot: 'share', value: a.count_share_pct::DOUBLE, unit: '%', decimals: 1,
            source: '推算：已完成验收 ÷ 六个阶段之和；' || a.source || ' ÷ ' || t.source}
    ], recursive := true)
FROM project_stage t
LEFT JOIN project_stage a ON a.month = t.month AND a.stage_code = 'accepted'
WHERE t.stage_code = 'total' AND NOT t.derived;
