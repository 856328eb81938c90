SELECT domain, resource, period, amount
FROM snapshot_demand WHERE snapshot_id = $1::bigint
ORDER BY domain COLLATE "C", resource COLLATE "C", period
