-- Cost of a month by team and cost center; a service without a team is unallocated too.
CREATE VIEW cost_by_team WITH (security_invoker = true) AS
SELECT snapshot_id,
       CASE WHEN kind = 'idle' THEN 'idle' WHEN team IS NULL THEN 'unallocated' ELSE 'team' END AS kind,
       team, cost_center, sum(domains)::bigint AS domains,
       sum(fixed) AS fixed, sum(use_energy) AS use_energy, sum(total) AS total, currency
FROM cost_by_service
GROUP BY snapshot_id, 2, team, cost_center, currency;
COMMENT ON VIEW cost_by_team IS 'Cost of a month of 730 h by team and cost center';
GRANT SELECT ON cost_by_team TO vmatrix_planner, vmatrix_approver, vmatrix_actuator, vmatrix_auditor;
