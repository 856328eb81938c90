SELECT nullif(zone, '') AS zone, count(*) AS hosts, resource,
       CASE WHEN sum(capacity) > 0 THEN round(sum(peak) / sum(capacity), 4) END AS peak_ratio,
       CASE WHEN sum(capacity) > 0
            THEN round(coalesce(sum(hard) FILTER (WHERE state = 'up'), 0) / sum(capacity), 4) END AS limit_ratio,
       sum(capacity) AS capacity, sum(peak) AS peak,
       coalesce(sum(hard) FILTER (WHERE state = 'up'), 0) - sum(peak) AS headroom
FROM capacity
WHERE snapshot_id = $1::bigint
GROUP BY zone, resource
HAVING sum(capacity) > 0
ORDER BY zone COLLATE "C", resource COLLATE "C"
