-- One row per area of a level inside another area and indicator (an empty list: all), for one month, blanks included:
-- as it leaves the dashboard.
-- reads: area_reported, area_revision
CREATE OR REPLACE MACRO area_rows(at_month, of_level, within, chosen) AS TABLE
WITH place AS (  -- inside: the province, the city, and for most towns the county
    SELECT
        a.*, city.name AS city_name, CASE WHEN a.level = 'county' THEN a.name
            ELSE coalesce(county.name, '') END AS county_name,
        CASE WHEN a.level = 'town' THEN a.name ELSE '' END AS town_name
    FROM area a
    JOIN area city ON city.code = a.inside[2]
    LEFT JOIN area county ON county.code = a.inside[3]
    WHERE a.level = of_level AND list_contains(a.inside, within)
)
SELECT
    strftime(r.month, '%Y-%m') AS month_text, a.city_name, a.county_name, a.town_name, a.code AS area_code,
    p.name AS platform_name, i.name AS indicator_name,
    r.value, r.decimals, i.unit, r.token, r.origin_name, r.source, coalesce(v.mark, '') AS revision,
    i.code AS indicator_code,
    a.position AS area_position, i.position AS indicator_position
FROM (FROM area_reported WHERE month = at_month) r
JOIN place a ON a.code = r.area_code
JOIN indicator i ON i.code = r.indicator_code
JOIN platform p ON p.code = i.platform_code
LEFT JOIN area_revision v ON v.month = r.month AND v.indicator_code = r.indicator_code AND v.area_code = r.area_code
WHERE len(chosen) = 0 OR list_contains(chosen, r.indicator_code);
