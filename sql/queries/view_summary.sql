SELECT * FROM report_summary
ORDER BY line
