-- One row per city and one for 省直/未分配, the largest contribution first, 省直/未分配 last; one row without member
-- where a city is missing; none where the earlier month has no figures.
-- each: month, indicator
SELECT
    month, indicator_code AS indicator, unit, decimals, province::DOUBLE AS province,
    grown::DOUBLE AS grown, growth_pct::DOUBLE AS growth_pct,
    known, missing, member_code, member_name, added::DOUBLE AS added, contribution_pct::DOUBLE AS contribution_pct,
    pull_pp::DOUBLE AS pull_pp, source
FROM contribution
WHERE span = $span
ORDER BY member_code = 'remainder', added DESC, member_position
