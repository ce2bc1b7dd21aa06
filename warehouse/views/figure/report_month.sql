-- One row per month with a report in force: whether it is partial.
-- reads: live_load
CREATE OR REPLACE VIEW report_month AS
SELECT month, partial FROM live_load WHERE dataset = 'report';
