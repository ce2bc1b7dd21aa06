-- One row per month and city indicator with any city: how many cities have a figure, whether all do, and who does not.
-- reads: city_figure
CREATE OR REPLACE VIEW city_set AS
WITH known AS (
    SELECT month, indicator_code, list(member_code) AS there, count(*) AS cities FROM city_figure GROUP BY ALL
)
SELECT
    k.month, k.indicator_code, any_value(k.cities) AS cities, count(c.code) = 0 AS complete,
    list(c.code) FILTER (c.code IS NOT NULL) AS unreported_codes,
    coalesce(string_agg(c.name, '、' ORDER BY c.position), '') AS unreported
FROM known k
LEFT JOIN city c ON NOT list_contains(k.there, c.code)
GROUP BY k.month, k.indicator_code;
