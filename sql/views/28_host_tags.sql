-- Tags of each host: as declared, and net:NETWORK and pool:POOL of what its libvirt offers.
CREATE VIEW host_tags WITH (security_invoker = true) AS
SELECT h.host_id,
       ARRAY(SELECT unnest(h.tags)
             UNION SELECT tag FROM (SELECT 'net:' || unnest(o.networks)
                                    UNION ALL SELECT 'pool:' || unnest(o.pools)) AS offered (tag)
                   WHERE is_label(tag) AND printable(tag) = tag) AS tags
FROM host h LEFT JOIN host_observation o USING (host_id)
WHERE h.removed_at IS NULL;
COMMENT ON VIEW host_tags IS 'Tags of hosts, declared and from what libvirt tells';
GRANT SELECT ON host_tags TO vmatrix_planner, vmatrix_approver, vmatrix_actuator, vmatrix_auditor;
