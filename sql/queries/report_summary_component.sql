SELECT component, coalesce(sum(amount) FILTER (WHERE kind = 'charged'), 0) AS charged,
       coalesce(sum(amount) FILTER (WHERE kind = 'unallocated'), 0) AS unallocated,
       coalesce(sum(amount) FILTER (WHERE kind = 'shared'), 0) AS shared,
       coalesce(sum(amount) FILTER (WHERE kind = 'idle'), 0) AS idle, sum(amount) AS total, currency
FROM report_charge
GROUP BY component, currency
ORDER BY total DESC, component, currency
