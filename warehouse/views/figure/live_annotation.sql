-- One row per note in force, on a month or on all from month to until: those of readers that nobody took back, and
-- those of the catalogue, which speak of the real world and so not of a simulated one.
CREATE OR REPLACE VIEW live_annotation AS
WITH known AS (
    SELECT * FROM annotation WHERE known(known_after)
)
SELECT
    annotation_id, month, coalesce(until, month) AS until, indicator_code, member_code, text, author,
    beijing_date(written_at) AS written_on
FROM known
WHERE removes IS NULL AND annotation_id NOT IN (SELECT removes FROM known WHERE removes IS NOT NULL)
UNION ALL BY NAME
SELECT
    NULL AS annotation_id, month, coalesce(until, month) AS until, indicator_code, member_code, text, author,
    written_on
FROM catalog_annotation
WHERE NOT EXISTS (FROM load WHERE simulated);
