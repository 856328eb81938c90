SELECT kind, service, team, cost_center, domains, fixed, use_energy, total, currency
FROM cost_by_service
WHERE snapshot_id = $1::bigint
ORDER BY kind = 'idle', total DESC, service
