SELECT cpu_model, runs_on
FROM snapshot_cpu_model WHERE snapshot_id = $1::bigint
ORDER BY cpu_model COLLATE "C"
