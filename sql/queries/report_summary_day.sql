-- Days of the billing time zone.
SELECT to_char(date_trunc('day', c.starts_at, p.time_zone), 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS "day",
       sum(c.amount) AS total, coalesce(sum(c.amount) FILTER (WHERE c.kind = 'idle'), 0) AS idle, c.currency
FROM report_charge c
JOIN ledger_period p USING (period)
GROUP BY 1, c.currency
ORDER BY 1, c.currency
