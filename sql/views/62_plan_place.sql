-- Where each domain is before and after a plan; nowhere where it is retired.
CREATE VIEW plan_place WITH (security_invoker = true) AS
SELECT p.plan, p.snapshot_id, d.domain, d.service, v.tier, d.host AS host_before,
       CASE WHEN l.action = 'retire' THEN NULL ELSE coalesce(l.to_host, d.host) END AS host_after
FROM plan p
JOIN snapshot_domain d USING (snapshot_id)
LEFT JOIN snapshot_service v USING (snapshot_id, service)
LEFT JOIN (
    SELECT DISTINCT ON (plan, domain) plan, domain, to_host, action
    FROM plan_action WHERE domain IS NOT NULL
    ORDER BY plan, domain, seq DESC
) l USING (plan, domain);
COMMENT ON VIEW plan_place IS 'Host of each domain before and after each plan';
GRANT SELECT ON plan_place TO vmatrix_planner, vmatrix_approver, vmatrix_actuator, vmatrix_auditor;
