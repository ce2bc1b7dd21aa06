-- One row: the load before $load of the same month and kind, -1 where it is the first.
SELECT coalesce(max(l.load_id), -1) AS load_id
FROM load l
JOIN load this ON this.load_id = $load
WHERE l.dataset = this.dataset AND l.month IS NOT DISTINCT FROM this.month AND l.load_id < this.load_id
