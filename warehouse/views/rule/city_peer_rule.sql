-- One row per month, city and amount: how many times the middle city's it is, or that is it, per resident where cities
-- add up, else as it is.
-- Allowed are 3 times, and the rule's number of median absolute deviations where cities differ more: at 2022-08 the
-- APP installs per resident of 深圳
-- are 8.9 times the middle city's, registered users nowhere above 1.9. A city that stood out in the month before is no
-- news.
-- reads: city_figure
CREATE OR REPLACE VIEW city_peer_rule AS
WITH amount AS (
    SELECT *, ln(coalesce(per_10k, value)::DOUBLE) AS size FROM city_figure WHERE kind <> 'rate' AND value > 0
), peers AS (
    SELECT month, indicator_code, median(size) AS middle, mad(size) AS spread FROM amount GROUP BY month,
        indicator_code HAVING count(*) > 5
), judged AS (
    SELECT
        a.*, exp(abs(a.size - p.middle)) AS times,
        greatest(f.threshold, exp(least(s.threshold * p.spread / 0.6745, 50))) AS most
    FROM amount a
    JOIN peers p ON p.month = a.month AND p.indicator_code = a.indicator_code
    JOIN rule s ON s.code = 'city-out-of-line'
    JOIN rule f ON f.code = 'city-out-of-line-least'
)
SELECT
    n.month, 'city-out-of-line' AS rule_code,
        n.platform_name || ' ' || n.indicator_name || ' ' || n.member_name AS subject, '倍' AS unit, 1 AS decimals,
    '与居中的市相差' AS left_name, n.times AS left_value, '≤' AS relation, '上限' AS right_name, n.most AS right_value,
        0.0 AS tolerance,
    n.source AS operands, [[n.source_sheet, n.source_cell]] AS cells,
        n.indicator_position + n.member_position / 100 AS position
FROM judged n
LEFT JOIN judged b ON b.month = month_before(n.month) AND b.indicator_code = n.indicator_code
    AND b.member_code = n.member_code AND b.times > b.most
WHERE b.month IS NULL;
