-- What a domain uses of a resource, mean over the periods of the demand cycle.
CREATE VIEW snapshot_mean_demand WITH (security_invoker = true) AS
SELECT r.snapshot_id, r.domain, r.resource,
       (coalesce(sum(d.amount), 0) + (c.periods - count(d.period)) * coalesce(r.amount, 0))
           / c.periods::numeric AS amount
FROM snapshot_domain_resource r
JOIN snapshot_price c USING (snapshot_id)
LEFT JOIN snapshot_demand d USING (snapshot_id, domain, resource)
GROUP BY r.snapshot_id, r.domain, r.resource, r.amount, c.periods;
COMMENT ON VIEW snapshot_mean_demand IS 'Demand of each domain, mean over the periods';
GRANT SELECT ON snapshot_mean_demand TO vmatrix_planner, vmatrix_approver, vmatrix_actuator, vmatrix_auditor;
