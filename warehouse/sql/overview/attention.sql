-- One row per thing of one month that needs attention, most pressing kind first.
SELECT kind, code, name, measure, value, unit FROM attention WHERE month = $month ORDER BY kind_position, weight, name
