SELECT * FROM report_cost_by_team
ORDER BY kind = 'idle', kind, showback DESC, team
