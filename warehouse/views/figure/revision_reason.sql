-- One row per load that a person explained as a whole: why it changed what was published.
CREATE OR REPLACE VIEW revision_reason AS
SELECT load_id, string_agg(DISTINCT reason, '；' ORDER BY reason) AS reason FROM reason
WHERE code IN ('month-revision', 'cover-revision', 'figure-corrected', 'revert') GROUP BY load_id;
