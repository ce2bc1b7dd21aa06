-- One row per load that a person explained as a whole: why it changed what was published.
CREATE OR REPLACE VIEW revision_reason AS
SELECT load_id, string_agg(DISTINCT reason, '；' ORDER BY reason) AS reason FROM reason
WHERE explains_load(code) OR code = 'figure-corrected' GROUP BY load_id;
