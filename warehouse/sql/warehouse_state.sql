-- One row: what this warehouse holds.
SELECT count(*) AS loads, coalesce(max(load_id), 0) AS last_load, coalesce(bool_or(simulated), false) AS simulated FROM load
