-- How full each host is before and after a plan, in its fullest period, and the lowest limit that
-- holds after it, that of its domains' tiers included.
CREATE VIEW plan_host_use WITH (security_invoker = true) AS
SELECT p.plan, m.host, m.resource, m.capacity, coalesce(u.before, 0) AS before,
       coalesce(u.after, 0) AS after, least(m.hard_permille, t.hard_permille) AS hard_permille
FROM plan p
JOIN snapshot_limit m USING (snapshot_id)
LEFT JOIN (
    SELECT plan, host, resource, max(before) AS before, max(after) AS after
    FROM (
        SELECT q.plan, w.host, d.resource, d.period,
               sum(d.amount) FILTER (WHERE w.moment = 'before') AS before,
               sum(d.amount) FILTER (WHERE w.moment = 'after') AS after
        FROM plan_place q
        JOIN snapshot_period_demand d USING (snapshot_id, domain)
        CROSS JOIN LATERAL (VALUES ('before', q.host_before), ('after', q.host_after)) AS w(moment, host)
        WHERE w.host IS NOT NULL
        GROUP BY q.plan, w.host, d.resource, d.period
    ) by_period
    GROUP BY plan, host, resource
) u USING (plan, host, resource)
LEFT JOIN (
    SELECT q.plan, q.host_after AS host, t.resource,
           min(least(t.hard_permille, 1000 - 1000 / t.max_slowdown)) AS hard_permille
    FROM plan_place q
    JOIN snapshot_tier t USING (snapshot_id, tier)
    GROUP BY q.plan, q.host_after, t.resource
) t USING (plan, host, resource);
COMMENT ON VIEW plan_host_use IS 'Use of each host and resource before and after each plan, peak over the periods';
GRANT SELECT ON plan_host_use TO vmatrix_planner, vmatrix_approver, vmatrix_actuator, vmatrix_auditor;
