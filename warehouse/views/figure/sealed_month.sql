-- One row per month that is sealed (封账): who closed it, when and why.
CREATE OR REPLACE VIEW sealed_month AS
SELECT seal_id, month, author, written_at, reason
FROM (
    FROM seal
    WHERE known(known_after)
    QUALIFY row_number() OVER (PARTITION BY month ORDER BY seal_id DESC) = 1
)
WHERE sealed;
