SELECT scope, "from", "to"
FROM snapshot_blackout WHERE snapshot_id = $1::bigint
ORDER BY line
