-- The use of domains between all samples that are kept; who needs a part of the time asks the function.
CREATE VIEW domain_rate WITH (security_invoker = true) AS
SELECT * FROM measured_domains('-infinity', 'infinity');
COMMENT ON VIEW domain_rate IS 'CPU, disk and network use of domains between two samples; NULL where not known';
GRANT SELECT ON domain_rate TO vmatrix_planner, vmatrix_approver, vmatrix_actuator, vmatrix_auditor;
