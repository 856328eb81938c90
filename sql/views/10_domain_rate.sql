-- Use between two samples of one run of a domain on one host. Counters begin anew with another host
-- or start token, so no difference is taken across them; one that went back gives no rate either.
CREATE VIEW domain_rate WITH (security_invoker = true) AS
WITH pair AS (
    SELECT domain_id, host_id, sampled_at, state, memory_mib,
           lag(sampled_at) OVER run AS since,
           cpu_time_ns - lag(cpu_time_ns) OVER run AS cpu_ns,
           block_requests - lag(block_requests) OVER run AS requests,
           network_rx_bytes - lag(network_rx_bytes) OVER run AS rx_bytes,
           network_tx_bytes - lag(network_tx_bytes) OVER run AS tx_bytes
    FROM domain_sample
    WINDOW run AS (PARTITION BY domain_id, host_id, start_token ORDER BY sampled_at)
), span AS (
    SELECT *, extract(epoch FROM sampled_at - since) AS elapsed_s FROM pair
)
SELECT domain_id, host_id, since, sampled_at, elapsed_s, state,
       CASE WHEN cpu_ns >= 0 THEN cpu_ns / elapsed_s / 1000000 END AS cpu_mcpu,
       CASE WHEN requests >= 0 THEN requests / elapsed_s END AS disk_iops,
       CASE WHEN rx_bytes >= 0 AND tx_bytes >= 0
            THEN (rx_bytes + tx_bytes) * 8 / elapsed_s / 1000000 END AS network_mbit_s
FROM span WHERE elapsed_s > 0;
COMMENT ON VIEW domain_rate IS 'CPU, disk and network use of domains between two samples; NULL where not known';
GRANT SELECT ON domain_rate TO vmatrix_planner, vmatrix_approver, vmatrix_actuator, vmatrix_auditor;
