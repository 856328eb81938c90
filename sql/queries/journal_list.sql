-- The journal of one plan, or of all where no plan is named; for programs.
SELECT j.entry, to_char(j.at, 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS at, j.actor, j.plan, j.execution,
       j.epoch, j.seq AS step, j.attempt, a.wave, a.action, a.domain, a.from_host AS "from",
       a.to_host AS "to", j.event, j.detail, (j.figures ->> 'bytes')::bigint AS bytes,
       (j.figures ->> 'elapsed_ms')::bigint AS elapsed_ms,
       (j.figures ->> 'downtime_ms')::bigint AS downtime_ms, j.figures ->> 'xml' AS definition
FROM journal j LEFT JOIN plan_action a ON a.plan = j.plan AND a.seq = j.seq
WHERE $1::text IS NULL OR j.plan = $1::text
ORDER BY j.entry
