-- One row per back-calculated figure that no source states: it stands in for the missing one.
-- reads: reported, back_calculated
CREATE OR REPLACE VIEW derived AS
SELECT * EXCLUDE (rounding)
FROM back_calculated b
WHERE NOT EXISTS (
    FROM reported p
    WHERE p.month = b.month AND p.indicator_code = b.indicator_code AND p.member_code = b.member_code
        AND p.measure = b.measure AND p.value IS NOT NULL
);
