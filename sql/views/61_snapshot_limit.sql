-- Hard limits of each host's resources without those of tiers; defaults are those of scenario format 1.
CREATE VIEW snapshot_limit WITH (security_invoker = true) AS
SELECT h.snapshot_id, h.host, h.resource, coalesce(h.capacity, 0) AS capacity,
       coalesce(r.hard_permille, 900) AS hard_permille
FROM snapshot_host_resource h
LEFT JOIN snapshot_resource r USING (snapshot_id, resource);
COMMENT ON VIEW snapshot_limit IS 'Capacity and hard limit of each host and resource';
GRANT SELECT ON snapshot_limit TO vmatrix_planner, vmatrix_approver, vmatrix_actuator, vmatrix_auditor;
