-- One row per live report month and indicator it should print: how many cells are expected, hold a value, are blank,
-- are absent.
-- reads: coverage
CREATE OR REPLACE VIEW coverage_count AS
SELECT
    month, table_name, platform_code, indicator_code, count(*) FILTER (state <> 'unprinted') AS expected,
    count(*) FILTER (state = 'value') AS filled, count(*) FILTER (state = 'unprinted') AS unprinted,
    count(*) FILTER (state = 'blank') AS blank, count(*) FILTER (state = 'absent') AS absent
FROM coverage
GROUP BY ALL;
