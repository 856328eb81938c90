-- The periods that the window of the reports touches; no row where nothing was charged in it.
SELECT to_char(report_from(), 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS "from",
       to_char(report_to(), 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS "to",
       string_agg(p.period || ' ' || p.state, ', ' ORDER BY p.starts_at) AS periods,
       to_char(max(p.charged_until), 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS charged_until,
       string_agg(DISTINCT p.time_zone, ', ') AS time_zone, string_agg(DISTINCT p.currency, ', ') AS currency
FROM ledger_period p
WHERE p.starts_at < report_to() AND p.ends_at > report_from() AND p.charged_until IS NOT NULL
HAVING count(*) > 0
