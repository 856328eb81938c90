-- A host as a plan may use it: what was declared, else what was observed.
CREATE VIEW host_state WITH (security_invoker = true) AS
SELECT h.host_id, h.host, h.state AS declared_state, h.in_service, o.answered_at, o.unreachable_at,
       o.reason, coalesce(h.cpu_model, o.cpu_model) AS cpu_model,
       coalesce(h.cpu_mcpu, o.n_cpus::bigint * 1000) AS cpu_mcpu,
       coalesce(h.memory_mib, o.memory_mib) AS memory_mib,
       h.disk_iops, h.network_mbit_s,
       (SELECT count(*) FROM placement p
        WHERE p.host_id = h.host_id AND p.state IN ('running', 'paused', 'unknown')) AS n_domains
FROM host h
LEFT JOIN host_observation o USING (host_id)
WHERE h.removed_at IS NULL;
COMMENT ON VIEW host_state IS 'Hosts of the inventory with what was last observed of them';
GRANT SELECT ON host_state TO vmatrix_planner, vmatrix_approver, vmatrix_actuator, vmatrix_auditor;
