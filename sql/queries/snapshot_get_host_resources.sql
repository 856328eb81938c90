SELECT host, resource, capacity, soft
FROM snapshot_host_resource WHERE snapshot_id = $1::bigint
ORDER BY host COLLATE "C", resource COLLATE "C"
