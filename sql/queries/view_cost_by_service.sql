SELECT * FROM report_cost_by_service
ORDER BY kind = 'idle', kind, total DESC, service, team
