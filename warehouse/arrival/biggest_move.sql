-- One row per figure among the ten that moved most against the month before: in %, a rate in 百分点. 当月 of a stock
-- swings freely and is left out.
SELECT *, changed(kind, value::DOUBLE, then_value::DOUBLE) AS size, change_unit(kind) AS unit
FROM pair
WHERE value IS NOT NULL AND then_value <> 0 AND NOT (kind = 'stock' AND measure = 'monthly') AND size <> 0
ORDER BY abs(size) DESC, indicator_code, member_code
LIMIT 10
