SELECT b ->> 'rule' AS rule, b ->> 'why' AS why
FROM plan p
CROSS JOIN LATERAL json_array_elements(coalesce(p.plan_json -> 'infeasible', '[]'))
    WITH ORDINALITY AS e(b, seq)
WHERE p.plan = $1::text
ORDER BY e.seq
