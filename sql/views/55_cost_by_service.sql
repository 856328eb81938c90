-- Cost of a month by service; what no service is mapped to and what no domain uses are lines of their
-- own, so the lines add up to the cost of all hosts.
CREATE VIEW cost_by_service WITH (security_invoker = true) AS
SELECT d.snapshot_id,
       CASE WHEN d.service IS NULL THEN 'unallocated' ELSE 'service' END AS kind,
       d.service, d.team, d.cost_center, count(*) AS domains,
       sum(d.fixed) AS fixed, sum(d.use_energy) AS use_energy,
       sum(d.fixed + d.use_energy) AS total, c.currency
FROM domain_month d
JOIN snapshot_price c USING (snapshot_id)
GROUP BY d.snapshot_id, d.service, d.team, d.cost_center, c.currency
UNION ALL
SELECT h.snapshot_id, 'idle', NULL, NULL, NULL, 0, sum(h.idle), 0, sum(h.idle), h.currency
FROM cost_by_host h
GROUP BY h.snapshot_id, h.currency;
COMMENT ON VIEW cost_by_service IS 'Cost of a month of 730 h by service, with unallocated and idle lines';
GRANT SELECT ON cost_by_service TO vmatrix_planner, vmatrix_approver, vmatrix_actuator, vmatrix_auditor;
