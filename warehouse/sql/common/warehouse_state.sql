-- One row: what this warehouse holds, how old it is, and whether an earlier file answers because the current one does
-- not open.
SELECT
    count(*) AS loads, coalesce(max(load_id), 0) AS last_load, coalesce(bool_or(simulated), false) AS simulated,
    max(loaded_at) AS last_loaded_at,
    max(month) AS newest_month, (SELECT earlier FROM opened) AS earlier
FROM load
