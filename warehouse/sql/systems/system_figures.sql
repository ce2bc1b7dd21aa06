-- One row per indicator of the province about the system: its newest stated figure up to the month, 累计 before 当月.
SELECT
    f.month, strftime(f.month, '%Y-%m') AS month_text, f.indicator_code, f.indicator_name, f.measure, f.measure_name,
    f.value::DOUBLE AS value, f.decimals, f.unit, f.bound, f.origin_name, f.source
FROM system_indicator s
JOIN figure f USING (indicator_code)
WHERE s.system_code = $system AND f.month <= $month AND f.member_code = province() AND f.origin <> 'derived'
QUALIFY row_number() OVER (PARTITION BY f.indicator_code ORDER BY f.month DESC, f.measure) = 1
ORDER BY s.position
