-- The CPU model of each host as plans call it: as declared, else the model's name; where hosts with
-- another CPU have the same name, with a part of its fingerprint.
CREATE VIEW host_cpu WITH (security_invoker = true) AS
SELECT h.host_id, h.host, c.cpu_id,
       CASE WHEN h.cpu_model IS NOT NULL THEN h.cpu_model::text
            WHEN c.cpu_id IS NULL THEN o.cpu_model::text
            WHEN EXISTS (SELECT FROM host other JOIN host_observation seen USING (host_id)
                         JOIN cpu its ON its.cpu_id = seen.cpu_id
                         WHERE other.removed_at IS NULL AND its.model = c.model
                           AND its.cpu_id <> c.cpu_id)
            THEN left(c.model::text, 240) || '~' || left(md5(c.cpu_xml), 8)
            ELSE c.model::text END AS label
FROM host h
LEFT JOIN host_observation o USING (host_id)
LEFT JOIN cpu c ON c.cpu_id = o.cpu_id
WHERE h.removed_at IS NULL;
COMMENT ON VIEW host_cpu IS 'CPU of each host and what plans call it';
GRANT SELECT ON host_cpu TO vmatrix_planner, vmatrix_approver, vmatrix_actuator, vmatrix_auditor;
