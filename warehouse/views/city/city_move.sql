-- One row per row of `city_standing` but those of progress, with the rank of the month before and the places won
-- (positive = up); NULL where that month has no figure. change_open: rounding alone could explain it.
-- reads: city_standing
CREATE OR REPLACE VIEW city_move AS
SELECT
    l.*, p.rank AS last_rank, p.ranked AS last_ranked, p.rank - l.rank AS rank_change,
    p.rank <> l.rank AND l.best_rank <= p.worst_rank AND p.best_rank <= l.worst_rank AS change_open
FROM (FROM city_standing WHERE scale <> 'progress') l
LEFT JOIN (FROM city_standing WHERE scale <> 'progress') p ON p.month = month_before(l.month)
    AND p.indicator_code = l.indicator_code AND p.member_code = l.member_code AND p.scale = l.scale;
