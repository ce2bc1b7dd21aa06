-- One row per month that has any figure, newest first.
SELECT DISTINCT strftime(month, '%Y-%m') AS month_text FROM figure ORDER BY month_text DESC
