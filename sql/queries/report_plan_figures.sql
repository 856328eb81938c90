SELECT saving, month_current, month_planned, one_off, payback_h, operator_min, moves,
       CASE WHEN hosts_after IS NULL THEN hosts_before::text
            ELSE hosts_before || ' → ' || hosts_after END AS hosts,
       gap, currency
FROM plan_cost WHERE plan = $1::text
