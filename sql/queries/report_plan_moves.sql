SELECT (a ->> 'wave')::integer AS wave, replace(a ->> 'action', '_', ' ') AS action, a ->> 'domain' AS domain,
       q.service, a ->> 'from' AS "from", a ->> 'to' AS "to", (a ->> 'parking')::boolean AS parking,
       (a ->> 'operator_min')::numeric AS operator_min, (a ->> 'expected_s')::numeric AS expected_s,
       (a ->> 'saving')::numeric AS saving, a ->> 'reason' AS reason, p.currency
FROM plan p
CROSS JOIN LATERAL json_array_elements(coalesce(p.plan_json -> 'actions', '[]'))
    WITH ORDINALITY AS e(a, seq)
LEFT JOIN plan_place q ON (q.plan, q.domain) = (p.plan, a ->> 'domain')
WHERE p.plan = $1::text
ORDER BY e.seq
