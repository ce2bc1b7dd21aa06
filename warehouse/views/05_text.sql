-- Text that a spreadsheet would run as a formula gets a leading apostrophe; a printed number such as -2 does not.
-- The fullwidth signs are here because Chinese Excel reads them as signs. A row of the first character is looked up first: it costs nothing.
CREATE OR REPLACE MACRO harmless(said) AS
    CASE WHEN said[1] IN ('=', '+', '-', '@', chr(9), chr(10), chr(13), '＝', '＋', '－', '＠')
            AND NOT regexp_full_match(said, '[+-]?[0-9][0-9,]*(\.[0-9]+)?%?')
        THEN '''' || said ELSE said END;
