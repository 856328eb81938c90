-- Report people: each action of people with the hours it took and what they cost.
CREATE VIEW report_people WITH (security_invoker = true) AS
SELECT starts_at AS at, action, component, kind, host, domain, service, team, cost_center, plan,
       CASE WHEN unit = 'h' THEN round(quantity * 60, 6) END AS minutes, unit_price, amount, currency,
       period, line
FROM report_charge
WHERE component IN ('people', 'moves');
COMMENT ON VIEW report_people IS 'Report people: each action of people, its minutes and its cost';
GRANT SELECT ON report_people TO vmatrix_planner, vmatrix_approver, vmatrix_actuator, vmatrix_auditor,
    vmatrix_tenant;
