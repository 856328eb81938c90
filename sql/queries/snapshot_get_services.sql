SELECT service, team, cost_center, tier, min_zones, max_per_host, max_per_zone, near,
       min_replicas, max_replicas
FROM snapshot_service WHERE snapshot_id = $1::bigint
ORDER BY service COLLATE "C"
