SELECT k ->> 'name' AS "check", (k ->> 'passed')::boolean AS passed, k ->> 'detail' AS detail
FROM plan p
CROSS JOIN LATERAL json_array_elements(coalesce(p.plan_json #> '{certificate,checks}', '[]'))
    WITH ORDINALITY AS e(k, seq)
WHERE p.plan = $1::text
ORDER BY e.seq
