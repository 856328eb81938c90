SELECT plan, created_at, author, outcome, moves, cost_current, cost_planned, saving, currency,
       operator_min, approval, execution, steps_done, steps
FROM plan_list
ORDER BY created_at DESC, plan
