SELECT p.plan, p.plan_digest, p.snapshot_id::text AS snapshot, p.snapshot_digest, p.scenario,
       p.author, to_char(p.created_at, 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS created_at,
       p.outcome, a.status AS approval, p.currency, p.horizon_h
FROM plan p
CROSS JOIN LATERAL plan_approval(p.plan) a
WHERE p.plan = $1::text
