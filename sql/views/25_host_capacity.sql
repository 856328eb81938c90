-- What each host offers of each resource: as declared for the resource, else as its own column says
-- or as observed; NULL is not known.
CREATE VIEW host_capacity WITH (security_invoker = true) AS
SELECT h.host_id, h.host, r.resource,
       coalesce(declared.capacity::bigint,
                CASE r.resource WHEN 'cpu_mcpu' THEN h.cpu_mcpu
                                WHEN 'memory_mib' THEN h.memory_mib
                                WHEN 'disk_iops' THEN h.disk_iops
                                WHEN 'network_mbit_s' THEN h.network_mbit_s END) AS capacity,
       declared.soft
FROM host_state h
CROSS JOIN resource r
LEFT JOIN host_resource declared ON declared.host_id = h.host_id AND declared.resource = r.resource;
COMMENT ON VIEW host_capacity IS 'Capacity and own soft limit of each host for each resource';
GRANT SELECT ON host_capacity TO vmatrix_planner, vmatrix_approver, vmatrix_actuator, vmatrix_auditor;
