SELECT c.k AS part, coalesce(m.title, c.k) AS title, coalesce(m.kind, '') AS kind, (c.v ->> 'current')::numeric AS current, (c.v ->> 'planned')::numeric AS planned,
       (c.v ->> 'planned')::numeric - (c.v ->> 'current')::numeric AS difference, p.currency
FROM plan p
CROSS JOIN LATERAL json_each(p.plan_json #> '{cost,parts}') WITH ORDINALITY AS c(k, v, seq)
LEFT JOIN (VALUES
    ('machine', 'machines', 'recurring'), ('admin', 'administration', 'recurring'),
    ('energy', 'energy', 'recurring'), ('licence', 'licences', 'recurring'),
    ('overload', 'overload', 'recurring'), ('balance', 'stranded headroom', 'recurring'),
    ('rules', 'rules that may be broken for a price', 'recurring'), ('moves', 'moving VMs', 'once'),
    ('notices', 'telling the services', 'once'), ('power_changes', 'switching hosts', 'once'),
    ('review', 'reviewing the plan', 'once')
) AS m(k, title, kind) USING (k)
WHERE p.plan = $1::text
  AND ((c.v ->> 'current')::numeric <> 0 OR coalesce((c.v ->> 'planned')::numeric, 0) <> 0)
ORDER BY c.seq
