SELECT kind, team, cost_center, domains, fixed, use_energy, total, currency
FROM cost_by_team
WHERE snapshot_id = $1::bigint
ORDER BY kind = 'idle', total DESC, team
