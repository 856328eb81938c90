-- The CPU model that each placed domain sees, as plans call it; NULL: that of its host.
CREATE VIEW domain_cpu WITH (security_invoker = true) AS
SELECT d.domain_id, d.cpu_kind AS kind, d.cpu_id, d.cpu_model IS NOT NULL AS declared,
       h.label AS host_label,
       CASE WHEN d.cpu_model IS NOT NULL THEN d.cpu_model::text
            WHEN NOT (SELECT cpus_differ()) THEN NULL
            WHEN d.cpu_kind = 'emulated' THEN 'emulated'
            WHEN d.cpu_kind = 'host' AND h.label IS NOT NULL THEN 'passthrough of ' || left(h.label, 238)
            WHEN d.cpu_kind = 'named'
            THEN 'guest ' || left(c.model::text, 238)
                 || CASE WHEN EXISTS (SELECT FROM cpu its
                                      WHERE its.model = c.model AND its.cpu_id <> c.cpu_id
                                        AND its.cpu_xml LIKE '<cpu mode=%')
                         THEN '~' || left(md5(c.cpu_xml), 8) ELSE '' END
       END AS label
FROM domain d
LEFT JOIN cpu c ON c.cpu_id = d.cpu_id
LEFT JOIN host_cpu h ON h.host_id = d.last_host_id
WHERE EXISTS (SELECT FROM placement p WHERE p.domain_id = d.domain_id);
COMMENT ON VIEW domain_cpu IS 'CPU that each domain sees and what plans call it';
GRANT SELECT ON domain_cpu TO vmatrix_planner, vmatrix_approver, vmatrix_actuator, vmatrix_auditor;
