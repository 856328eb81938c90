-- The cost of a plan as figures, from the JSON that was certified.
CREATE VIEW plan_cost WITH (security_invoker = true) AS
SELECT p.plan, p.snapshot_id, p.outcome, p.unchanged, p.currency, p.horizon_h, p.cost_current, p.cost_planned,
       p.cost_bound, (p.plan_json #>> '{cost,gap}')::numeric AS gap,
       (p.plan_json #>> '{cost,gap_ratio}')::numeric AS gap_ratio,
       (p.plan_json #>> '{cost,saving}')::numeric AS saving,
       (p.plan_json #>> '{cost,one_off}')::numeric AS one_off,
       (p.plan_json #>> '{cost,recurring_per_month,current}')::numeric AS month_current,
       (p.plan_json #>> '{cost,recurring_per_month,planned}')::numeric AS month_planned,
       (p.plan_json #>> '{cost,sunk_per_month}')::numeric AS month_sunk,
       (p.plan_json #>> '{cost,payback_h}')::numeric AS payback_h,
       p.operator_min,
       (p.plan_json #>> '{hosts,in_service_before}')::bigint AS hosts_before,
       (p.plan_json #>> '{hosts,in_service_after}')::bigint AS hosts_after,
       (SELECT count(*) FROM plan_action a WHERE a.plan = p.plan AND a.domain IS NOT NULL) AS moves,
       (p.plan_json #>> '{certificate,valid}')::boolean AS accepted,
       p.plan_json #>> '{certificate,bound_method}' AS bound_method,
       json_array_length(coalesce(p.plan_json #> '{certificate,checks}', '[]'))::bigint AS checks,
       json_array_length(coalesce(p.plan_json -> 'current_breaches', '[]'))::bigint AS breaches
FROM plan p;
COMMENT ON VIEW plan_cost IS 'Figures of each plan';
GRANT SELECT ON plan_cost TO vmatrix_planner, vmatrix_approver, vmatrix_actuator, vmatrix_auditor;
