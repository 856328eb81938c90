SELECT c.correction_id AS number, c.corrects_period, c.period, c.component, c.host, c.service, c.team, c.amount, c.currency,
       c.reason, to_char(c.entered_at, 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS entered_at, c.entered_by
FROM charged_period($1) AS p(period)
CROSS JOIN LATERAL (
    SELECT * FROM correction x WHERE x.corrects_period = coalesce(p.period, x.corrects_period) OFFSET 0) c
ORDER BY c.correction_id
