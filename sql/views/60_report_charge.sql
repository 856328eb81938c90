-- The charges that a report is about: of the time between report_from and report_to. A correction
-- belongs to the period in which it was posted, so that a closed period's report never changes.
CREATE VIEW report_charge WITH (security_invoker = true) AS
SELECT c.*, p.starts_at AS period_from, p.ends_at AS period_to, p.state AS period_state
FROM charge c
JOIN ledger_period p USING (period)
CROSS JOIN (SELECT report_from() AS a, report_to() AS b OFFSET 0) w
WHERE p.starts_at < w.b AND p.ends_at > w.a
  AND CASE WHEN c.correction_id IS NULL THEN c.starts_at >= w.a AND c.starts_at < w.b
           ELSE p.starts_at >= w.a AND p.starts_at < w.b END;
COMMENT ON VIEW report_charge IS 'Charges of the time that reports are about';
GRANT SELECT ON report_charge TO vmatrix_planner, vmatrix_approver, vmatrix_actuator, vmatrix_auditor,
    vmatrix_tenant;
