SELECT coalesce(action, component) AS action, count(DISTINCT (period, line)) AS times,
       coalesce(sum(minutes), 0) AS minutes, sum(amount) AS amount, currency
FROM report_people
GROUP BY 1, currency
ORDER BY amount DESC, action, currency
