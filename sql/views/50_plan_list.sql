CREATE VIEW plan_list WITH (security_invoker = true) AS
SELECT p.plan, p.created_at, p.author, p.outcome, p.unchanged, p.currency, p.cost_current,
       p.cost_planned, p.cost_current - p.cost_planned AS saving, p.cost_bound, p.operator_min,
       (SELECT count(*) FROM plan_action a WHERE a.plan = p.plan AND a.domain IS NOT NULL) AS moves,
       a.status AS approval,
       e.state AS execution,
       (SELECT count(*) FROM step s WHERE s.execution = e.execution AND s.state = 'done')
           AS steps_done,
       (SELECT count(*) FROM plan_action a WHERE a.plan = p.plan) AS steps
FROM plan p
CROSS JOIN LATERAL plan_approval(p.plan) a
LEFT JOIN LATERAL (SELECT * FROM execution WHERE execution.plan = p.plan
                   ORDER BY execution.execution DESC LIMIT 1) e ON true;

COMMENT ON VIEW plan_list IS 'Each plan with its figures, what was decided about it and how far it was carried out.';

GRANT SELECT ON plan_list TO vmatrix_planner, vmatrix_approver, vmatrix_actuator, vmatrix_auditor;
