-- How much of each resource the hosts in service of a snapshot have, need at most in any period of the
-- demand cycle, and may still take. Hosts that are failed or closed take nothing.
CREATE VIEW capacity WITH (security_invoker = true) AS
SELECT h.snapshot_id, h.host, coalesce(s.class, '') AS class, coalesce(s.zone, '') AS zone, h.state,
       m.resource, m.capacity, trunc(m.capacity * m.hard_permille / 1000.0) AS hard,
       coalesce(u.peak, 0) AS peak, coalesce(u.mean, 0) AS mean
FROM host_month h
JOIN snapshot_host s USING (snapshot_id, host)
JOIN snapshot_limit m USING (snapshot_id, host)
LEFT JOIN (
    SELECT snapshot_id, host, resource, max(amount) AS peak, avg(amount) AS mean
    FROM (
        SELECT d.snapshot_id, p.host, d.resource, d.period, sum(d.amount) AS amount
        FROM snapshot_period_demand d
        JOIN snapshot_domain p USING (snapshot_id, domain)
        WHERE p.host IS NOT NULL
        GROUP BY d.snapshot_id, p.host, d.resource, d.period
    ) by_period
    GROUP BY snapshot_id, host, resource
) u USING (snapshot_id, host, resource)
WHERE h.in_service = 1;
COMMENT ON VIEW capacity IS 'Capacity, limit and need of each host in service and resource';
GRANT SELECT ON capacity TO vmatrix_planner, vmatrix_approver, vmatrix_actuator, vmatrix_auditor;
