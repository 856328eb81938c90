-- What each domain needs of each resource in each period of the demand cycle.
CREATE VIEW snapshot_period_demand WITH (security_invoker = true) AS
SELECT r.snapshot_id, r.domain, r.resource, t.period, coalesce(d.amount, r.amount, 0) AS amount
FROM snapshot_domain_resource r
JOIN snapshot_price c USING (snapshot_id)
CROSS JOIN LATERAL generate_series(0, c.periods - 1) AS t(period)
LEFT JOIN snapshot_demand d
    ON (d.snapshot_id, d.domain, d.resource, d.period) = (r.snapshot_id, r.domain, r.resource, t.period);
COMMENT ON VIEW snapshot_period_demand IS 'Demand of each domain in each period';
GRANT SELECT ON snapshot_period_demand TO vmatrix_planner, vmatrix_approver, vmatrix_actuator, vmatrix_auditor;
