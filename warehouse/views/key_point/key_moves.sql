-- One row per month and number that the second sentence may say: how many platform indicators rose, stood still or
-- fell, and which moved most.
-- reads: change
CREATE OR REPLACE VIEW key_moves AS
WITH moved AS (
    SELECT *, half_up(mom, 2)::DOUBLE AS size, '推算：本月 ÷ 上月 − 1；本月 ' || source || '；上月 ' || mom_source
        || CASE mom_origin WHEN 'derived' THEN '（推算）' ELSE '' END AS how
    FROM change
    WHERE table_name = 'platform' AND measure = 'cumulative' AND kind <> 'rate' AND origin <> 'derived'
        AND mom IS NOT NULL
), counted AS (
    SELECT
        month, count(*) AS compared, count(*) FILTER (size > 0) AS up, count(*) FILTER (size = 0) AS flat,
        count(*) FILTER (size < 0) AS down,
        arg_max(struct_pack(name := platform_name || indicator_name, size := size, how := how),
            size - indicator_position / 1e6) AS most,
        arg_min(struct_pack(name := platform_name || indicator_name, size := size, how := how),
            size + indicator_position / 1e6) AS least,
        '推算：计数；本月和上月都有累计数的平台指标，见“全部平台指标”表' AS how
    FROM moved
    GROUP BY month
)
SELECT
    month, 'moves' AS topic, 0 AS part,
    unnest([
        {slot: 'compared', name: '', value: compared::DOUBLE, unit: '项', decimals: 0, source: how},
        {slot: 'up', name: '', value: up::DOUBLE, unit: '项', decimals: 0, source: how},
        {slot: 'flat', name: '', value: flat::DOUBLE, unit: '项', decimals: 0, source: how},
        {slot: 'down', name: '', value: down::DOUBLE, unit: '项', decimals: 0, source: how},
        {slot: 'most', name: most.name, value: CASE WHEN most.size > 0 THEN most.size END, unit: '%', decimals: 2,
            source: most.how},
        {slot: 'least', name: least.name, value: CASE WHEN least.size < 0 THEN least.size END, unit: '%', decimals: 2,
            source: least.how}
    ], recursive := true)
FROM counted;
