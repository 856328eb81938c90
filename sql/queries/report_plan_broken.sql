SELECT b ->> 'rule' AS rule, b ->> 'what' AS what,
       CASE WHEN p.cost_planned IS NULL THEN 'no plan found' ELSE 'repaired' END AS "then"
FROM plan p
CROSS JOIN LATERAL json_array_elements(coalesce(p.plan_json -> 'current_breaches', '[]'))
    WITH ORDINALITY AS e(b, seq)
WHERE p.plan = $1::text
ORDER BY e.seq
