-- Use between two samples of one run of a domain on one host, of samples whose time lies within (a, b] or
-- reaches into it. Counters begin anew with another host or start token, so no difference is taken across
-- them; one that went back gives no rate either. Only the days of that time are read, and of other days
-- the one sample before and after it.
CREATE OR REPLACE FUNCTION measured_domains(a timestamptz, b timestamptz)
RETURNS TABLE (domain_id bigint, host_id integer, since timestamptz, sampled_at timestamptz,
               elapsed_s numeric, state text, cpu_mcpu numeric, disk_iops numeric, network_mbit_s numeric)
LANGUAGE sql STABLE
SET search_path = vmatrix, pg_temp
AS $$
    WITH sample AS (
        SELECT s.* FROM domain_sample s WHERE s.sampled_at > a AND s.sampled_at <= b
        UNION ALL
        SELECT edge.*
        FROM (SELECT DISTINCT s.domain_id, s.host_id FROM domain_sample s
              WHERE s.sampled_at > a AND s.sampled_at <= b) run
        CROSS JOIN LATERAL (
            (SELECT s.* FROM domain_sample s
             WHERE s.domain_id = run.domain_id AND s.host_id = run.host_id AND s.sampled_at <= a
             ORDER BY s.sampled_at DESC LIMIT 1)
            UNION ALL
            (SELECT s.* FROM domain_sample s
             WHERE s.domain_id = run.domain_id AND s.host_id = run.host_id AND s.sampled_at > b
             ORDER BY s.sampled_at LIMIT 1)) edge
    ), pair AS (
        SELECT s.domain_id, s.host_id, s.sampled_at, s.state,
               lag(s.sampled_at) OVER run AS since,
               s.cpu_time_ns - lag(s.cpu_time_ns) OVER run AS cpu_ns,
               s.block_requests - lag(s.block_requests) OVER run AS requests,
               s.network_rx_bytes - lag(s.network_rx_bytes) OVER run AS rx_bytes,
               s.network_tx_bytes - lag(s.network_tx_bytes) OVER run AS tx_bytes
        FROM sample s
        WINDOW run AS (PARTITION BY s.domain_id, s.host_id, s.start_token ORDER BY s.sampled_at)
    ), span AS (
        SELECT p.*, extract(epoch FROM p.sampled_at - p.since) AS elapsed_s FROM pair p
    )
    SELECT p.domain_id, p.host_id, p.since, p.sampled_at, p.elapsed_s, p.state,
           CASE WHEN p.cpu_ns >= 0 THEN p.cpu_ns / p.elapsed_s / 1000000 END,
           CASE WHEN p.requests >= 0 THEN p.requests / p.elapsed_s END,
           CASE WHEN p.rx_bytes >= 0 AND p.tx_bytes >= 0
                THEN (p.rx_bytes + p.tx_bytes) * 8 / p.elapsed_s / 1000000 END
    FROM span p WHERE p.elapsed_s > 0
$$;
COMMENT ON FUNCTION measured_domains(timestamptz, timestamptz)
    IS 'CPU, disk and network use of domains between two samples within a time or that reach into it; NULL where not known';
GRANT EXECUTE ON FUNCTION measured_domains(timestamptz, timestamptz) TO vmatrix_planner, vmatrix_approver,
    vmatrix_actuator, vmatrix_auditor;
