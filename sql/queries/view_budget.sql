SELECT * FROM report_budget
ORDER BY period, team, service
