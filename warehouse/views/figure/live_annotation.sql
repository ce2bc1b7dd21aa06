-- One row per note in force: those of readers that nobody took back, and those of the catalogue, which speak of the real world and so not of a simulated one.
CREATE OR REPLACE VIEW live_annotation AS
WITH known AS (
    SELECT * FROM annotation WHERE known_after <= coalesce(getvariable('as_of_load'), 2147483647)
)
SELECT annotation_id, month, indicator_code, text, author, (written_at + INTERVAL 8 HOUR)::DATE AS written_on
FROM known
WHERE removes IS NULL AND annotation_id NOT IN (SELECT removes FROM known WHERE removes IS NOT NULL)
UNION ALL BY NAME
SELECT NULL AS annotation_id, month, indicator_code, text, author, written_on
FROM catalog_annotation
WHERE NOT EXISTS (FROM load WHERE simulated);
