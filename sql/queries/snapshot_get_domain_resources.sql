SELECT domain, resource, amount
FROM snapshot_domain_resource WHERE snapshot_id = $1::bigint
ORDER BY domain COLLATE "C", resource COLLATE "C"
