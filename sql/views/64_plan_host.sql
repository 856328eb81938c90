-- Whether each host is in service before and after a plan, and how many domains it holds.
CREATE VIEW plan_host WITH (security_invoker = true) AS
SELECT p.plan, h.host, s.zone, h.in_service::boolean AS before_in_service,
       CASE WHEN a.action = 'power_on' THEN true
            WHEN a.action = 'power_off' THEN false
            ELSE h.in_service::boolean OR coalesce(n.after, 0) > 0 END AS after_in_service,
       coalesce(n.before, 0) AS domains_before, coalesce(n.after, 0) AS domains_after
FROM plan p
JOIN host_month h USING (snapshot_id)
JOIN snapshot_host s USING (snapshot_id, host)
LEFT JOIN (
    SELECT DISTINCT ON (plan, host) plan, coalesce(to_host, from_host) AS host, action
    FROM plan_action WHERE action IN ('power_on', 'power_off')
    ORDER BY plan, host, seq DESC
) a USING (plan, host)
LEFT JOIN (
    SELECT q.plan, w.host, count(*) FILTER (WHERE w.moment = 'before') AS before,
           count(*) FILTER (WHERE w.moment = 'after') AS after
    FROM plan_place q
    CROSS JOIN LATERAL (VALUES ('before', q.host_before), ('after', q.host_after)) AS w(moment, host)
    GROUP BY q.plan, w.host
) n USING (plan, host);
COMMENT ON VIEW plan_host IS 'Hosts before and after each plan';
GRANT SELECT ON plan_host TO vmatrix_planner, vmatrix_approver, vmatrix_actuator, vmatrix_auditor;
