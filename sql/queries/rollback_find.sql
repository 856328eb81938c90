-- The plan that reverses exactly what is done of that one now, the newest where there are several.
SELECT r.reverse, a.status AS approval
FROM rollback r JOIN plan p ON p.plan = r.reverse, plan_approval(r.reverse) a
WHERE r.plan = $1::text AND r.done = done_steps($1::text)
ORDER BY p.created_at DESC LIMIT 1
