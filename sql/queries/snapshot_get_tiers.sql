SELECT tier, resource, hard_permille, max_slowdown, percentile
FROM snapshot_tier WHERE snapshot_id = $1::bigint
ORDER BY line
