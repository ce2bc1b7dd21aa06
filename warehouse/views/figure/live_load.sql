-- One row per load in force: the latest of its month, or of the set of public figures, unless that one takes the month
-- back. SET VARIABLE as_of_load = n shows every view as it was known after load n.
CREATE OR REPLACE VIEW live_load AS
SELECT *
FROM (
    SELECT * EXCLUDE (workbook)
    FROM load
    WHERE known(load_id)
    QUALIFY row_number() OVER (PARTITION BY dataset, month ORDER BY load_id DESC) = 1
)
WHERE NOT withdrawn;
