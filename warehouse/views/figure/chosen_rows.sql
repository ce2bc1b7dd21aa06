-- One row per figure that fits every filter; an empty list fits all. Filters are codes, months are texts such as
-- 2022-08. A measure is also what 当月 of the indicator is: increment.
-- reads: download_row
CREATE OR REPLACE MACRO chosen_rows(months, tables, platforms, indicators, members, regions, measures, origins) AS TABLE
FROM download_row
WHERE (len(months) = 0 OR list_contains(months, month_text)) AND (len(tables) = 0 OR list_contains(tables, table_name))
    AND (len(platforms) = 0 OR list_contains(platforms, platform_code))
    AND (len(indicators) = 0 OR list_contains(indicators, indicator_code))
    AND (len(members) = 0 OR list_contains(members, member_code))
    AND (len(regions) = 0 OR list_contains(regions, region))
    AND (len(measures) = 0 OR list_has_any(measures, [measure, monthly]))
    AND (len(origins) = 0 OR list_contains(origins, origin));
