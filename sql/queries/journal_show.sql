-- The same for people.
SELECT to_char(j.at, 'YYYY-MM-DD HH24:MI:SS') AS at, j.actor, j.plan, j.seq AS step,
       concat_ws(' ', a.action, a.domain, a.from_host, '→ ' || a.to_host) AS action, j.event,
       j.detail
FROM journal j LEFT JOIN plan_action a ON a.plan = j.plan AND a.seq = j.seq
WHERE $1::text IS NULL OR j.plan = $1::text
ORDER BY j.entry
