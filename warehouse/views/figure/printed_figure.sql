-- One row per figure that a workbook or a public page prints: what rules judge. A derived one has no cell to blame.
-- reads: figure
CREATE OR REPLACE VIEW printed_figure AS
FROM figure
WHERE origin <> 'derived';
