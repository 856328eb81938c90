SELECT n.period, n.subject, n.note
FROM charged_period($1) AS p(period)
CROSS JOIN LATERAL (SELECT * FROM ledger_note l WHERE l.period = coalesce(p.period, l.period) OFFSET 0) n
ORDER BY n.period, n.subject, n.note
