-- Everything that is stored. Numbers stay as printed: value in the indicator's unit, the printed token, its decimals,
-- blank (NULL) and 0 apart.

CREATE TABLE meta (             -- one row per property of this warehouse
    key VARCHAR NOT NULL,
    value VARCHAR NOT NULL
);

-- A few hundred rows at most: working out how to compress them would cost 5 ms of every publication and save nothing.
CREATE TABLE load (             -- one row per publication, never changed afterwards
    load_id INTEGER NOT NULL,   -- 1, 2, 3 … in order of publication
    -- report: one month's tables; area: one month's counties and towns; public: dated single figures
    dataset VARCHAR NOT NULL USING COMPRESSION uncompressed,
    month DATE,                 -- the data month, always day 1; NULL for dataset public
    -- report: the official monthly report; public: figures seen on public pages
    origin VARCHAR NOT NULL USING COMPRESSION uncompressed,
    partial BOOLEAN NOT NULL,   -- the workbook says that it holds only part of the month
    simulated BOOLEAN NOT NULL,
    issue_no VARCHAR USING COMPRESSION uncompressed,            -- 期号
    issued_on DATE,             -- 印发日期
    source_title VARCHAR USING COMPRESSION uncompressed,
    source_url VARCHAR USING COMPRESSION uncompressed,
    file_name VARCHAR NOT NULL USING COMPRESSION uncompressed,
    sha256 VARCHAR NOT NULL USING COMPRESSION uncompressed,
    -- the file itself: everything here can be rebuilt from it
    workbook BLOB NOT NULL USING COMPRESSION uncompressed,
    reverts INTEGER,            -- the load that this one takes back
    withdrawn BOOLEAN NOT NULL, -- taking it back leaves nothing: the month is not published any more
    loaded_at TIMESTAMP NOT NULL,   -- UTC
    loaded_by VARCHAR NOT NULL USING COMPRESSION uncompressed,
    signed_by VARCHAR USING COMPRESSION uncompressed    -- who signed what the other prepared; NULL without 复核
);

CREATE TABLE observation (      -- one row per load, month, indicator, member and measure
    load_id INTEGER NOT NULL,
    month DATE NOT NULL,
    indicator_code VARCHAR NOT NULL,
    member_code VARCHAR NOT NULL,   -- what the row is about: 440000 (the province), a city's division code, or a stage
    measure VARCHAR NOT NULL,       -- cumulative, monthly, year_to_date
    value DECIMAL(18, 4),           -- NULL where the cell is blank
    bound VARCHAR,                  -- above: the source says 超, 逾, 余 or 多; below: 近
    token VARCHAR NOT NULL,         -- as printed, '' where blank
    decimals SMALLINT,              -- decimals as printed, after conversion into the indicator's unit
    source_sheet VARCHAR NOT NULL,
    source_cell VARCHAR NOT NULL
);

-- Counties and towns: 80,000 rows a month where a report of the province holds 250. A table of its own, so that what
-- the first pages ask stays small enough to be kept in memory. One measure an indicator, so none is stored. A load's
-- rows stand together and are never merged with another's.
CREATE TABLE area_observation (     -- one row per load, month, indicator and county or town
    load_id INTEGER NOT NULL,
    month DATE NOT NULL,
    indicator_code VARCHAR NOT NULL,
    area_code VARCHAR NOT NULL,     -- division code of the county (6 digits) or the town (9)
    value DECIMAL(18, 4),           -- NULL where the cell is blank
    token VARCHAR NOT NULL,
    decimals SMALLINT,
    source_sheet VARCHAR NOT NULL,
    source_cell VARCHAR NOT NULL
);

CREATE TABLE text_figure (          -- one row per load and number in the sentences of a month's report
    load_id INTEGER NOT NULL,
    month DATE NOT NULL,
    system_code VARCHAR NOT NULL,   -- '' where it is about none
    section VARCHAR NOT NULL,       -- of the report: 二（四）
    name VARCHAR NOT NULL,          -- what it counts, in our own words
    value DECIMAL(18, 4) NOT NULL,
    bound VARCHAR,                  -- above: 超, 逾, 余 or 多; below: 近
    unit VARCHAR NOT NULL,
    token VARCHAR NOT NULL,
    decimals SMALLINT NOT NULL,
    note VARCHAR NOT NULL,
    source_sheet VARCHAR NOT NULL,
    source_cell VARCHAR NOT NULL
);

CREATE TABLE citation (         -- one row per observation that stands on a public page of its own
    load_id INTEGER NOT NULL,
    source_sheet VARCHAR NOT NULL,
    source_cell VARCHAR NOT NULL,
    title VARCHAR,
    url VARCHAR NOT NULL,
    grade VARCHAR,              -- A: a government site, B: the outlet's own site
    note VARCHAR                -- when it was published, what it counts
);

CREATE TABLE reason (           -- one row per load and problem that was published with an explanation, or per revert
    load_id INTEGER NOT NULL,
    code VARCHAR NOT NULL,      -- the problem's code; revert for the reason of a revert
    source_sheet VARCHAR NOT NULL,
    source_cell VARCHAR NOT NULL,
    message VARCHAR NOT NULL,   -- what the person was told
    reason VARCHAR NOT NULL     -- what the person answered
);

CREATE TABLE annotation (       -- one row per note that a reader wrote, or took back; never changed afterwards
    annotation_id INTEGER NOT NULL,
    month DATE,                 -- what the note is about; NULL for a row that takes one back
    until DATE,                 -- the last month that it is about; NULL for one month
    indicator_code VARCHAR,
    member_code VARCHAR,        -- the city that it is about; NULL where it is about all
    text VARCHAR NOT NULL,      -- the note, or why it is taken back
    author VARCHAR NOT NULL,
    written_at TIMESTAMP NOT NULL,  -- UTC
    -- the last load at that time, so that an earlier state of the data shows the notes of its time
    known_after INTEGER NOT NULL,
    removes INTEGER             -- the note that this row takes back
);

-- One row per report of progress on a clause of a plan, review of one, or one taken back; never changed afterwards.
CREATE TABLE progress (
    progress_id INTEGER NOT NULL,
    clause_code VARCHAR NOT NULL,
    target_code VARCHAR NOT NULL,   -- '' where it is about the whole clause
    state VARCHAR NOT NULL,         -- ongoing, difficult, done; reviewed, removed for a row about another
    as_of DATE NOT NULL,            -- the day that the report speaks of
    value DECIMAL(18, 4),           -- the target's actual, in its unit
    words VARCHAR NOT NULL,         -- what was achieved; why it is taken back
    evidence VARCHAR NOT NULL,      -- a file or an address, '' for none
    author VARCHAR NOT NULL,
    written_at TIMESTAMP NOT NULL,  -- UTC
    known_after INTEGER NOT NULL,
    about INTEGER                   -- the report that this row reviews or takes back
);

CREATE TABLE seal (             -- one row per month that was sealed (封账) or unsealed; the newest of a month counts
    seal_id INTEGER NOT NULL,
    month DATE NOT NULL,
    sealed BOOLEAN NOT NULL,
    reason VARCHAR NOT NULL,    -- '' where none was asked for
    author VARCHAR NOT NULL,
    written_at TIMESTAMP NOT NULL,  -- UTC
    known_after INTEGER NOT NULL
);

-- The vocabulary as of the last publication (catalog/*.csv).
CREATE TABLE platform (code VARCHAR NOT NULL, name VARCHAR NOT NULL, position INTEGER NOT NULL);
CREATE TABLE stage (code VARCHAR NOT NULL, name VARCHAR NOT NULL, definition VARCHAR NOT NULL,
    position INTEGER NOT NULL);
CREATE TABLE city (
    code VARCHAR NOT NULL, name VARCHAR NOT NULL, region VARCHAR NOT NULL, region_position INTEGER NOT NULL,
    population_10k DOUBLE NOT NULL, position INTEGER NOT NULL
);
-- one row per area of the province: itself, its cities, counties and towns, each after its parent
CREATE TABLE area (
    code VARCHAR NOT NULL, name VARCHAR NOT NULL, level VARCHAR NOT NULL, parent_code VARCHAR,
    inside VARCHAR[] NOT NULL,  -- the codes of all areas above it
    population_10k DOUBLE, position INTEGER NOT NULL
);
CREATE TABLE indicator (
    code VARCHAR NOT NULL, table_name VARCHAR NOT NULL, platform_code VARCHAR NOT NULL, name VARCHAR NOT NULL,
    unit VARCHAR NOT NULL,
    decimals INTEGER NOT NULL, kind VARCHAR NOT NULL, measures VARCHAR[] NOT NULL,
    monthly VARCHAR, monthly_name VARCHAR NOT NULL, monthly_printed BOOLEAN NOT NULL, additive BOOLEAN NOT NULL,
    better VARCHAR NOT NULL,
    headline INTEGER, province_code VARCHAR, at_most VARCHAR, down_to VARCHAR, scale BIGINT NOT NULL, since DATE,
    until DATE, definition VARCHAR NOT NULL, position INTEGER NOT NULL
);
-- one row per numeric target of a work plan; series columns are NULL where nothing measures it
CREATE TABLE target (
    code VARCHAR NOT NULL, plan_year INTEGER NOT NULL, document VARCHAR, clause VARCHAR, platform_code VARCHAR,
    name VARCHAR NOT NULL,
    operator VARCHAR NOT NULL, value DECIMAL(18, 4) NOT NULL, unit VARCHAR NOT NULL, kind VARCHAR NOT NULL,
    due DATE NOT NULL,
    indicator_code VARCHAR, formed VARCHAR, measure VARCHAR, basis VARCHAR, grade VARCHAR NOT NULL,
    source_title VARCHAR NOT NULL,
    source_url VARCHAR, note VARCHAR, position INTEGER NOT NULL
);
-- one row per system that the plans or the report name, and per clause of a plan; '' and [] where there is none
CREATE TABLE system (
    code VARCHAR NOT NULL, name VARCHAR NOT NULL, aliases VARCHAR[] NOT NULL, field VARCHAR NOT NULL,
    lead VARCHAR NOT NULL, platform VARCHAR NOT NULL, indicators VARCHAR[] NOT NULL, targets VARCHAR[] NOT NULL,
    reported VARCHAR[] NOT NULL, what VARCHAR NOT NULL, position INTEGER NOT NULL
);
CREATE TABLE clause (
    code VARCHAR NOT NULL, plan_year INTEGER NOT NULL, number VARCHAR NOT NULL, chapter VARCHAR NOT NULL,
    title VARCHAR NOT NULL, leads VARCHAR[] NOT NULL, systems VARCHAR[] NOT NULL, targets VARCHAR[] NOT NULL,
    known VARCHAR NOT NULL, position INTEGER NOT NULL
);
CREATE TABLE rule (code VARCHAR NOT NULL, name VARCHAR NOT NULL, severity VARCHAR NOT NULL, threshold DOUBLE,
    threshold_unit VARCHAR,
    explanation VARCHAR, position INTEGER NOT NULL);
CREATE TABLE daily_average (code VARCHAR NOT NULL, measure VARCHAR NOT NULL, totals VARCHAR[] NOT NULL,
    position INTEGER NOT NULL);
CREATE TABLE catalog_annotation (code VARCHAR NOT NULL, month DATE NOT NULL, until DATE,
    indicator_code VARCHAR NOT NULL, member_code VARCHAR, author VARCHAR NOT NULL,
    written_on DATE NOT NULL, text VARCHAR NOT NULL, position INTEGER NOT NULL);
