-- One row per load, newest first: what it published, by whom, and what became of it.
WITH cells AS (  -- each table read once: a count per load would read ten million rows a hundred times
    SELECT load_id, count(*) AS cells FROM observation GROUP BY load_id
    UNION ALL
    SELECT load_id, count(*) FROM area_observation GROUP BY load_id
)
SELECT
    l.load_id, dataset_name(l.dataset) AS dataset_name,
    coalesce(strftime(l.month, '%Y-%m'), dataset_name(l.dataset)) AS month_text,
    l.month, l.dataset, l.partial, l.file_name, l.sha256, l.loaded_at, l.loaded_by, l.signed_by,
    s.month IS NOT NULL AS sealed, l.reverts, l.withdrawn, l.load_id IN (SELECT load_id FROM live_load) AS live,
    CASE WHEN l.load_id IN (SELECT load_id FROM live_load) THEN '现行' WHEN l.withdrawn THEN '撤回整月'
        WHEN l.load_id IN (SELECT reverts FROM load WHERE reverts IS NOT NULL) THEN '已撤回'
        ELSE '已被替换' END AS state,
    coalesce(c.cells, 0) AS cells,
    (SELECT string_agg(DISTINCT r.reason, '；') FROM reason r WHERE r.load_id = l.load_id) AS reasons
FROM load l
LEFT JOIN cells c USING (load_id)
LEFT JOIN sealed_month s ON s.month = l.month
ORDER BY l.load_id DESC
