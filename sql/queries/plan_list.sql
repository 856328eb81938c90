SELECT plan, to_char(created_at, 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS created_at, author, outcome, moves,
       cost_current, cost_planned, saving, currency, operator_min, approval, execution, steps_done,
       steps
FROM plan_list
ORDER BY plan_list.created_at DESC, plan
