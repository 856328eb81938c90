SELECT host, state, resource, CASE WHEN capacity > 0 THEN round(peak / capacity, 4) END AS peak_ratio,
       CASE WHEN capacity > 0 THEN round(hard / capacity, 4) END AS limit_ratio, capacity::bigint AS capacity, peak,
       CASE WHEN state = 'up' THEN hard - peak ELSE least(0, hard - peak) END AS headroom
FROM capacity
WHERE snapshot_id = $1::bigint AND capacity > 0
ORDER BY host COLLATE "C", resource COLLATE "C"
