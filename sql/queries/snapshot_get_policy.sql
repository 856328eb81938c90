SELECT key, value
FROM snapshot_policy WHERE snapshot_id = $1::bigint
ORDER BY key COLLATE "C"
