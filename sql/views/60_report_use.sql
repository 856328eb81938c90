-- What was used in the time that a report is about.
CREATE VIEW report_use WITH (security_invoker = true) AS
SELECT u.*, extract(epoch FROM u.ends_at - u.starts_at) / 3600 AS h
FROM domain_use u
JOIN ledger_period p USING (period)
CROSS JOIN (SELECT report_from() AS a, report_to() AS b OFFSET 0) w
WHERE p.starts_at < w.b AND p.ends_at > w.a AND u.starts_at >= w.a AND u.starts_at < w.b;
COMMENT ON VIEW report_use IS 'Use of domains in the time that reports are about';
GRANT SELECT ON report_use TO vmatrix_planner, vmatrix_approver, vmatrix_actuator, vmatrix_auditor,
    vmatrix_tenant;
