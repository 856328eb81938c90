SELECT domain, service, host, state, move, operator_min, move_cost, downtime_cost,
       dirty_mib_s, moved_h_ago, requires, licence, cpu_model, replica_of, retire
FROM snapshot_domain WHERE snapshot_id = $1::bigint
ORDER BY domain COLLATE "C"
