-- Migrations that were carried out: what was expected of them and what they took, from the moment
-- before the hypervisor was called to the verified result.
CREATE VIEW migration_measured WITH (security_invoker = true) AS
SELECT d.plan, d.execution, d.seq, a.domain, a.from_host, a.to_host,
       r.amount::numeric AS memory_mib,
       round((d.figures ->> 'bytes')::numeric / 1048576, 1) AS copied_mib,
       round((d.figures ->> 'elapsed_ms')::numeric / 1000, 3) AS job_s,
       round(extract(epoch FROM d.at - c.at)::numeric, 3) AS measured_s,
       a.expected_s
FROM journal d
JOIN LATERAL (SELECT max(j.at) AS at FROM journal j
              WHERE j.execution = d.execution AND j.seq = d.seq AND j.event = 'calling'
                AND j.entry < d.entry) c ON c.at IS NOT NULL
JOIN plan_action a ON a.plan = d.plan AND a.seq = d.seq AND a.action = 'migrate'
JOIN plan p ON p.plan = d.plan
JOIN snapshot_domain_resource r ON r.snapshot_id = p.snapshot_id AND r.domain = a.domain
                                AND r.resource = 'memory_mib'
WHERE d.event = 'done' AND d.figures ->> 'elapsed_ms' IS NOT NULL;
COMMENT ON VIEW migration_measured IS 'Migrations done, expected and measured';
GRANT SELECT ON migration_measured
    TO vmatrix_planner, vmatrix_approver, vmatrix_actuator, vmatrix_auditor;
