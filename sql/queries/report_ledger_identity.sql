-- Charged + unallocated + shared + idle = ledger; no total where there are several currencies.
WITH s AS (
    SELECT currency, sum(amount) AS total,
           coalesce(sum(amount) FILTER (WHERE kind = 'charged'), 0) AS charged,
           coalesce(sum(amount) FILTER (WHERE kind = 'unallocated'), 0) AS unallocated,
           coalesce(sum(amount) FILTER (WHERE kind = 'shared'), 0) AS shared,
           coalesce(sum(amount) FILTER (WHERE kind = 'idle'), 0) AS idle
    FROM report_charge
    GROUP BY currency
)
SELECT CASE WHEN count(*) <= 1 THEN coalesce(max(total), 0) END AS total, max(currency) AS currency,
       coalesce(sum(abs(total - charged - unallocated - shared - idle)), 0) AS difference,
       coalesce(string_agg(format('charged %s + unallocated %s + shared %s + idle %s = %s %s', charged,
                                  unallocated, shared, idle, total, currency), '; ' ORDER BY currency),
                'nothing was charged') AS statement
FROM s
