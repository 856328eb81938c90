-- By name, by digest, or by the beginning of the name; two rows tell that it is ambiguous.
SELECT p.plan, p.plan_digest, p.snapshot_id, p.snapshot_digest, p.author, p.created_at, p.outcome,
       p.unchanged, p.plan_json, p.certificate_json, a.status AS approval,
       a.detail AS approval_detail
FROM plan p, plan_approval(p.plan) a
WHERE p.plan = $1::text OR p.plan_digest = $1::text
   OR (length($1::text) >= 4 AND starts_with(p.plan, $1::text))
LIMIT 2
