-- Formulas that several views and questions share.

-- Text that a spreadsheet would run as a formula gets a leading apostrophe; a printed number such as -2 does not.
-- Blanks and invisible characters before the sign are skipped, as a spreadsheet skips them; fullwidth and small signs
-- are here because Chinese Excel reads them as signs. Most texts begin with a digit or an ideograph: no search.
CREATE OR REPLACE MACRO harmless(said) AS
    CASE WHEN NOT (said[1] BETWEEN '0' AND '9' OR said[1] BETWEEN '一' AND '龥')
            AND regexp_matches(said, '^[\pZ\pC\pM]*[=+\-@＝＋－＠﹢﹣﹦﹫−\t\r\n]')
            AND NOT regexp_full_match(said, '[+-]?[0-9][0-9,]*(\.[0-9]+)?%?')
        THEN '''' || said ELSE said END;

-- How far a value is from an earlier one: % for an amount, 百分点 for a rate. NULL where either is missing or the base
-- of a % is not above 0.
CREATE OR REPLACE MACRO changed(kind, value, base) AS
    CASE WHEN kind = 'rate' THEN value - base WHEN base > 0 THEN 100.0 * (value - base) / base END;

-- What one of an indicator's unit is per 10,000 residents; NULL where areas do not add up or the residents are unknown.
CREATE OR REPLACE MACRO to_per_10k(additive, scale, population_10k) AS
    CASE WHEN additive THEN scale / population_10k END;

-- How far the true value may be from a printed one: half a unit of its last decimal.
CREATE OR REPLACE MACRO half_unit(decimals) AS 0.5 / 10 ** decimals;

-- Things counted one by one, not rounded.
CREATE OR REPLACE MACRO counted_singly(decimals, scale) AS decimals = 0 AND scale = 1;

-- The unit of what `changed` answers.
CREATE OR REPLACE MACRO change_unit(kind) AS CASE WHEN kind = 'rate' THEN '百分点' ELSE '%' END;

-- A count as a gain or a loss, as words.numbers.signed prints it.
CREATE OR REPLACE MACRO signed(n) AS replace(replace(printf('%+d', n), '-', '−'), '+0', '0');

-- A place as readers see it: file｜sheet!cell; and that of the cities of a month, first…last.
CREATE OR REPLACE MACRO cell_source(file_name, sheet, cell) AS file_name || '｜' || sheet || '!' || cell;
CREATE OR REPLACE MACRO source_span(source, cell, member_position) AS
    arg_min(source, member_position) || '…' || arg_max(cell, member_position);

-- Whether a load (or what happened before it) was known at the time looked at.
CREATE OR REPLACE MACRO known(load_id) AS load_id <= coalesce(getvariable('as_of_load'), 2147483647);

-- Months are dates: minus an interval a date becomes a timestamp, which is compared row by row.
CREATE OR REPLACE MACRO month_before(month) AS (month - INTERVAL 1 MONTH)::DATE;
CREATE OR REPLACE MACRO month_after(month) AS (month + INTERVAL 1 MONTH)::DATE;
CREATE OR REPLACE MACRO year_before(month) AS (month - INTERVAL 1 YEAR)::DATE;
-- A row for every month from the first to the last, those without a figure too: a line breaks there.
CREATE OR REPLACE MACRO month_spine(first_month, last_month) AS
    unnest(generate_series(first_month, last_month, INTERVAL 1 MONTH))::DATE;
CREATE OR REPLACE MACRO beijing_date(utc) AS (utc + INTERVAL 8 HOUR)::DATE;

-- Competition rank (1, 1, 3) of a signed amount, the smaller first, among the rows of one month and indicator; and how
-- many share it: in the same order, for a partition per amount takes 60 µs each, 7 ms of 122 counties.
CREATE OR REPLACE MACRO place(month, indicator_code, amount) AS
    CASE WHEN amount IS NOT NULL THEN rank() OVER (PARTITION BY month, indicator_code ORDER BY amount) END;
CREATE OR REPLACE MACRO sharing(month, indicator_code, amount) AS
    CASE WHEN amount IS NOT NULL THEN count(*) OVER (PARTITION BY month, indicator_code ORDER BY amount
        RANGE BETWEEN CURRENT ROW AND CURRENT ROW) END;

-- The level of several cities: their sum per 10,000 residents where they add up, else the middle one.
CREATE OR REPLACE MACRO sum_per_10k(per_10k, population_10k, member_position) AS
    sum(per_10k * population_10k ORDER BY member_position) / sum(population_10k ORDER BY member_position);
CREATE OR REPLACE MACRO level_of(additive, value, per_10k, population_10k, member_position) AS
    CASE WHEN any_value(additive) THEN sum_per_10k(per_10k, population_10k, member_position)
        ELSE median(value)::DOUBLE END;

CREATE OR REPLACE MACRO side_of(region) AS CASE WHEN region = '珠三角' THEN '珠三角' ELSE '粤东西北' END;
-- 信息化项目 belong to no platform; what is neither a city's nor a stage's is the province's.
CREATE OR REPLACE MACRO platform_label(platform_name) AS coalesce(platform_name, sheet_name('project'));
CREATE OR REPLACE MACRO member_label(first_name, second_name) AS coalesce(first_name, second_name, '全省');

-- A value as it is printed: rounded half up on its decimals. A DOUBLE counts as its first 12 decimals, those are what
-- its arithmetic meant.
CREATE OR REPLACE MACRO half_up(value, digits) AS round(value::DECIMAL(38, 12), digits);

-- What became of a cell between two states of a month; NULL where it says the same. Its token counts and its value; a
-- blank has a token too, so NULL is a cell that is not there.
CREATE OR REPLACE MACRO cell_change(then_token, then_value, now_token, now_value) AS
    CASE WHEN then_token IS NULL THEN '新增' WHEN now_token IS NULL THEN '删除'
        WHEN now_token <> then_token OR now_value IS DISTINCT FROM then_value THEN '改动' END;

-- A stored value as text with the decimals of its source: 1125, 162.60.
CREATE OR REPLACE MACRO printed(value, decimals) AS
    regexp_replace(value::DECIMAL(18, 4)::VARCHAR, '\.?.{' || (4 - coalesce(decimals, 4)) || '}$', '');

-- What a value is, as every file and page says it: where it comes from, and first of all that it is made up.
CREATE OR REPLACE MACRO origin_words(origin, simulated) AS
    CASE WHEN simulated THEN simulated_name()
        || CASE origin WHEN 'report' THEN '' ELSE '（' || origin_name(origin) || '）' END
        ELSE origin_name(origin) END;

-- Competition rank of an amount in a list of {city, amount, least, most}, the smaller first; and the best and the worst
-- that the unrounded figures allow.
CREATE OR REPLACE MACRO rank_among(peers, own) AS 1 + len(list_filter(peers, lambda p: p.amount < own));
CREATE OR REPLACE MACRO best_among(peers, own, own_least) AS
    1 + len(list_filter(peers, lambda p: p.amount < own AND p.most <= own_least));
CREATE OR REPLACE MACRO worst_among(peers, own_city, own_most) AS
    1 + len(list_filter(peers, lambda p: p.city <> own_city AND p.least < own_most));

-- The marks of a row of figures, each after its figure: 粤政易 接入应用 累计：下限、r 原 300（…）; '' for none.
CREATE OR REPLACE MACRO figure_label(platform_name, indicator_name, measure_name) AS
    rtrim(platform_name || ' ' || indicator_name || ' ' || measure_name);
CREATE OR REPLACE MACRO marks_of(figure, marks, shown_at) AS
    coalesce(string_agg(figure || '：' || list_aggregate(list_filter(marks, lambda m: m <> ''), 'string_agg', '、'),
        '；' ORDER BY shown_at) FILTER (len(list_filter(marks, lambda m: m <> '')) > 0), '');

-- What a revised cell says: r 原 205.98（第 2 次入库改为 206.98：来源单位更正）.
CREATE OR REPLACE MACRO revision_mark(first_token, changed_by, token, reason) AS
    'r 原 ' || coalesce(nullif(first_token, ''), '空') || '（第 ' || changed_by || ' 次入库改为 '
        || coalesce(nullif(token, ''), '空') || coalesce('：' || reason, '') || '）';

-- 20 市（缺云浮）
CREATE OR REPLACE MACRO of_cities(cities, unreported) AS
    cities || ' 市' || CASE unreported WHEN '' THEN '' ELSE '（缺' || unreported || '）' END;

-- 广州、深圳; 14 市并列
CREATE OR REPLACE MACRO few_named(cities) AS
    CASE WHEN len(cities) > 2 THEN len(cities) || ' 市并列' ELSE array_to_string(cities, '、') END;

-- Progress is reported quarter by quarter, by the 15th day after its end: our assumption, the plans say no day.
CREATE OR REPLACE MACRO quarter_end(day) AS (date_trunc('quarter', day) + INTERVAL 3 MONTH - INTERVAL 1 DAY)::DATE;
CREATE OR REPLACE MACRO report_due(quarter_end) AS quarter_end + 15;
CREATE OR REPLACE MACRO last_quarter_due(day) AS (date_trunc('quarter', day - 15) - INTERVAL 1 DAY)::DATE;

-- The day by which a month's report should be there: our assumption (rule report-due), only 2022-08 is known.
CREATE OR REPLACE MACRO month_due(month) AS
    month_after(month) + ((SELECT threshold::INTEGER FROM rule WHERE code = 'report-due') - 1);

-- Whether a reason of a load explains all that it changed, not one cell.
CREATE OR REPLACE MACRO explains_load(code) AS code IN ('month-revision', 'cover-revision', 'revert');
