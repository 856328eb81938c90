SELECT host, class, state, in_service, domains, machine, admin, energy, charged, idle, total, sunk, currency
FROM cost_by_host
WHERE snapshot_id = $1::bigint
ORDER BY total DESC, host
