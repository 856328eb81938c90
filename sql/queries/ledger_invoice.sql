SELECT i.*
FROM charged_period($1) AS p(period)
CROSS JOIN LATERAL (SELECT * FROM invoice_line l WHERE l.period = p.period OFFSET 0) i
ORDER BY i.line
