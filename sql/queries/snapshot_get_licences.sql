SELECT licence, cost_per_host_h, cost_per_core_h, max_hosts
FROM snapshot_licence WHERE snapshot_id = $1::bigint
ORDER BY licence COLLATE "C"
