-- How busy each host was between two of its samples; counters that went back (a restart) give no rate.
CREATE VIEW host_rate WITH (security_invoker = true) AS
WITH pair AS (
    SELECT host_id, sampled_at, batch, n_cpus, memory_mib, free_memory_mib,
           lag(sampled_at) OVER run AS since,
           cpu_time_ns - lag(cpu_time_ns) OVER run AS cpu_ns
    FROM host_sample
    WINDOW run AS (PARTITION BY host_id ORDER BY sampled_at)
), span AS (
    SELECT *, extract(epoch FROM sampled_at - since) AS elapsed_s FROM pair
)
SELECT host_id, batch, since, sampled_at, elapsed_s,
       CASE WHEN cpu_ns >= 0 AND n_cpus > 0
            THEN least(cpu_ns / (elapsed_s * 1000000000 * n_cpus), 1) END AS cpu_ratio,
       CASE WHEN memory_mib > 0 AND free_memory_mib <= memory_mib
            THEN 1 - free_memory_mib / memory_mib::numeric END AS memory_ratio
FROM span WHERE elapsed_s > 0;
COMMENT ON VIEW host_rate IS 'CPU and memory use of hosts between two samples, as shares; NULL where not known';
GRANT SELECT ON host_rate TO vmatrix_planner, vmatrix_approver, vmatrix_actuator, vmatrix_auditor;
