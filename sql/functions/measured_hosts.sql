-- How busy each host was between two of its samples, of samples whose time lies within (a, b] or reaches
-- into it; counters that went back (a restart) give no rate. Only the days of that time are read, and of
-- other days the one sample before and after it.
CREATE OR REPLACE FUNCTION measured_hosts(a timestamptz, b timestamptz)
RETURNS TABLE (host_id integer, batch uuid, since timestamptz, sampled_at timestamptz, elapsed_s numeric,
               cpu_ratio numeric, memory_ratio numeric)
LANGUAGE sql STABLE
SET search_path = vmatrix, pg_temp
AS $$
    WITH sample AS (
        SELECT s.* FROM host_sample s WHERE s.sampled_at > a AND s.sampled_at <= b
        UNION ALL
        SELECT edge.*
        FROM (SELECT DISTINCT s.host_id FROM host_sample s WHERE s.sampled_at > a AND s.sampled_at <= b) run
        CROSS JOIN LATERAL (
            (SELECT s.* FROM host_sample s WHERE s.host_id = run.host_id AND s.sampled_at <= a
             ORDER BY s.sampled_at DESC LIMIT 1)
            UNION ALL
            (SELECT s.* FROM host_sample s WHERE s.host_id = run.host_id AND s.sampled_at > b
             ORDER BY s.sampled_at LIMIT 1)) edge
    ), pair AS (
        SELECT s.host_id, s.sampled_at, s.batch, s.n_cpus, s.memory_mib, s.free_memory_mib,
               lag(s.sampled_at) OVER run AS since,
               s.cpu_time_ns - lag(s.cpu_time_ns) OVER run AS cpu_ns
        FROM sample s
        WINDOW run AS (PARTITION BY s.host_id ORDER BY s.sampled_at)
    ), span AS (
        SELECT p.*, extract(epoch FROM p.sampled_at - p.since) AS elapsed_s FROM pair p
    )
    SELECT p.host_id, p.batch, p.since, p.sampled_at, p.elapsed_s,
           CASE WHEN p.cpu_ns >= 0 AND p.n_cpus > 0
                THEN least(p.cpu_ns / (p.elapsed_s * 1000000000 * p.n_cpus), 1) END,
           CASE WHEN p.memory_mib > 0 AND p.free_memory_mib <= p.memory_mib
                THEN 1 - p.free_memory_mib / p.memory_mib::numeric END
    FROM span p WHERE p.elapsed_s > 0
$$;
COMMENT ON FUNCTION measured_hosts(timestamptz, timestamptz)
    IS 'CPU and memory use of hosts between two samples within a time or that reach into it, as shares; NULL where not known';
GRANT EXECUTE ON FUNCTION measured_hosts(timestamptz, timestamptz) TO vmatrix_planner, vmatrix_approver,
    vmatrix_actuator, vmatrix_auditor;
