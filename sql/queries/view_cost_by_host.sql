SELECT * FROM report_cost_by_host
ORDER BY total DESC, host
