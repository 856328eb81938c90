SELECT * FROM report_savings
ORDER BY created_at, plan, kind DESC, what
