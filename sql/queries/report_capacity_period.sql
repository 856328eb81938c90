-- The whole estate period by period, as a share of the capacity in service.
WITH have AS (
    SELECT resource, sum(capacity) AS capacity
    FROM capacity WHERE snapshot_id = $1::bigint
    GROUP BY resource
)
SELECT d.resource, d.period, round(sum(d.amount) / h.capacity, 4) AS used_ratio, sum(d.amount) AS used
FROM snapshot_period_demand d
JOIN have h USING (resource)
JOIN snapshot_price c USING (snapshot_id)
WHERE d.snapshot_id = $1::bigint AND h.capacity > 0 AND c.periods > 1
GROUP BY d.resource, d.period, h.capacity
ORDER BY d.resource COLLATE "C", d.period
