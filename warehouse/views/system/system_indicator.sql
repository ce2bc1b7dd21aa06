-- One row per system and indicator about it: its platform's, and those that stand under another platform.
CREATE OR REPLACE VIEW system_indicator AS
SELECT s.code AS system_code, i.code AS indicator_code, i.table_name, i.position
FROM system s
JOIN indicator i ON s.platform <> '' AND i.platform_code = s.platform OR list_contains(s.indicators, i.code);
