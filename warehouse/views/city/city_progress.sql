-- One row per row of `city_change` with its rank by the change as shown. NULL ranks for stuck cities: they are neither
-- slow nor fast.
-- reads: city_change, city_standing
CREATE OR REPLACE VIEW city_progress AS
SELECT c.* EXCLUDE (rank_sign), s.rank, s.tied, s.ranked, s.best_rank, s.worst_rank
FROM city_change c
LEFT JOIN city_standing s ON s.month = c.month AND s.indicator_code = c.indicator_code AND s.member_code = c.member_code
    AND s.scale = 'progress';
