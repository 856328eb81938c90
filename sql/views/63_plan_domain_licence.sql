-- Licences that each domain of a plan's snapshot needs, a row each. What a cell of names escapes stays
-- escaped until it is compared (docs/scenario-format.md, list cells).
CREATE VIEW plan_domain_licence WITH (security_invoker = true) AS
SELECT p.plan, p.snapshot_id, p.domain, p.host_before, p.host_after, l.licence, l.cost_per_host_h, l.cost_per_core_h
FROM plan_place p
JOIN snapshot_domain d USING (snapshot_id, domain)
CROSS JOIN LATERAL regexp_matches(d.licence, '((?:[^;\\]|\\.)+)', 'g') AS cell(name)
JOIN snapshot_licence l ON l.snapshot_id = p.snapshot_id AND list_cell(ARRAY[l.licence::text]) = cell.name[1];
COMMENT ON VIEW plan_domain_licence IS 'Licences that each domain of each plan needs, and where it is before and after';
GRANT SELECT ON plan_domain_licence TO vmatrix_planner, vmatrix_approver, vmatrix_actuator, vmatrix_auditor;
