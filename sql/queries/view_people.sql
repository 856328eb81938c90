SELECT * FROM report_people
ORDER BY at, period, line
