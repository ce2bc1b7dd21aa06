-- One row per clause and numeric target in it: by the clause's number, those of the press by their code.
CREATE OR REPLACE VIEW clause_target AS
SELECT c.code AS clause_code, t.code AS target_code
FROM clause c
JOIN target t ON t.plan_year = c.plan_year
    AND (c.number <> '' AND starts_with(t.clause, c.number) OR list_contains(c.targets, t.code));
