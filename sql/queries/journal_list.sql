-- The journal of one plan, or of all where no plan is named.
SELECT j.entry, j.at, j.actor, j.plan, j.execution, j.epoch, j.seq, a.wave, a.action, a.domain,
       a.from_host, a.to_host, j.attempt, j.event, j.detail, j.figures
FROM journal j LEFT JOIN plan_action a ON a.plan = j.plan AND a.seq = j.seq
WHERE $1::text IS NULL OR j.plan = $1::text
ORDER BY j.entry
