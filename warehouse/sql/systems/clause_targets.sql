-- One row per clause and numeric target in it.
FROM clause_target
