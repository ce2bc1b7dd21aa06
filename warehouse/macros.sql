-- Formulas that several views and questions share.

-- Text that a spreadsheet would run as a formula gets a leading apostrophe; a printed number such as -2 does not.
-- The fullwidth signs are here because Chinese Excel reads them as signs. A row of the first character is looked up first: it costs nothing.
CREATE OR REPLACE MACRO harmless(said) AS
    CASE WHEN said[1] IN ('=', '+', '-', '@', chr(9), chr(10), chr(13), '＝', '＋', '－', '＠')
            AND NOT regexp_full_match(said, '[+-]?[0-9][0-9,]*(\.[0-9]+)?%?')
        THEN '''' || said ELSE said END;

-- How far a value is from an earlier one: % for an amount, 百分点 for a rate. NULL where either is missing or the base of a % is not above 0.
CREATE OR REPLACE MACRO changed(kind, value, base) AS
    CASE WHEN kind = 'rate' THEN value - base WHEN base > 0 THEN 100.0 * (value - base) / base END;

-- What one of an indicator's unit is per 10,000 residents; NULL where areas do not add up or the residents are unknown.
CREATE OR REPLACE MACRO to_per_10k(additive, scale, population_10k) AS CASE WHEN additive THEN scale / population_10k END;
