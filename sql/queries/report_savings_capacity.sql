-- Capacity that plans which lived in the time freed on hosts that still run.
SELECT plan, CASE unit WHEN 'mcpu' THEN 'cpu_mcpu' ELSE 'memory_mib' END AS resource, status,
       carried_out AS freed
FROM report_savings
WHERE kind = 'capacity' AND created_at < $2::timestamptz
  AND (status <> 'verified' OR verified_from >= $1::timestamptz)
ORDER BY created_at, plan, 2
