-- One row per figure that fits the filters, in the order of download_row. The columns are those of every file.
SELECT
    month_text AS 月份, platform_name AS 平台, indicator_name AS 指标, member_name AS 地区或阶段, region AS 区域,
    measure_name AS 口径,
    value::DOUBLE AS 数值, unit AS 单位, bound_name AS 界限, token AS 原文, origin_name AS 性质, revision AS 修订,
    source AS 出处, source_url AS 网址,
    note AS 备注, indicator_code AS 指标代码, member_code AS 地区代码
FROM chosen_rows(
    $months::VARCHAR[], $tables::VARCHAR[], $platforms::VARCHAR[], $indicators::VARCHAR[], $members::VARCHAR[],
    $regions::VARCHAR[],
    $measures::VARCHAR[], $origins::VARCHAR[]
)
LIMIT $limit OFFSET $offset
