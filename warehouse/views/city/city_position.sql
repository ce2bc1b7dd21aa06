-- One row per month, city indicator and city: its position among the cities that reported, 0 (last) to 100 (first): the
-- share of the others that it leaves behind, a tie counting half. Per 10,000 residents where cities add up, so that a
-- large city does not lead by its size.
-- reads: city_standing
CREATE OR REPLACE VIEW city_position AS
SELECT
    l.month, l.indicator_code, l.member_code, l.scale, l.rank, l.tied, l.ranked,
    half_up(100.0 * (l.ranked - l.rank - (l.tied - 1) / 2.0) / nullif(l.ranked - 1, 0), 2)::DECIMAL(7, 2) AS position
FROM city_standing l
JOIN indicator i ON i.code = l.indicator_code
WHERE l.scale IN ('value', 'per_10k') AND l.scale = CASE WHEN i.additive THEN 'per_10k' ELSE 'value' END;
