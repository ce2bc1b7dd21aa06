-- One row per system and clause that names it.
CREATE OR REPLACE VIEW system_clause AS
SELECT named.system_code, c.code AS clause_code, c.plan_year, c.number, c.title, c.leads, c.known, c.position
FROM clause c, unnest(c.systems) AS named (system_code);
