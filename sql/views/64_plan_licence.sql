-- Hosts that need each licence before and after a plan, and what it costs there, as its snapshot has it.
CREATE VIEW plan_licence WITH (security_invoker = true) AS
SELECT d.plan, h.host_id, w.host, d.licence, bool_or(w.moment = 'before') AS before,
       bool_or(w.moment = 'after') AS after,
       730 * (coalesce(max(d.cost_per_host_h), 0)
              + coalesce(max(r.capacity), 0) / 1000.0 * coalesce(max(d.cost_per_core_h), 0)) AS per_month
FROM plan_domain_licence d
CROSS JOIN LATERAL (VALUES ('before', d.host_before), ('after', d.host_after)) AS w(moment, host)
JOIN snapshot_host h ON h.snapshot_id = d.snapshot_id AND h.host = w.host
LEFT JOIN snapshot_host_resource r ON r.snapshot_id = d.snapshot_id AND r.host = w.host AND r.resource = 'cpu_mcpu'
GROUP BY d.plan, h.host_id, w.host, d.licence;
COMMENT ON VIEW plan_licence IS 'Hosts that need each licence before and after each plan';
GRANT SELECT ON plan_licence TO vmatrix_planner, vmatrix_approver, vmatrix_actuator, vmatrix_auditor;
