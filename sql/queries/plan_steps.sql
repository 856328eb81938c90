-- The steps of a plan with where they stand in its last execution.
SELECT a.seq AS step, a.wave, a.action, a.domain, a.from_host AS "from", a.to_host AS "to",
       a.parking, a.expected_s::numeric(12, 1) AS expected_s, coalesce(s.state, 'planned') AS state
FROM plan_action a
LEFT JOIN step s ON s.seq = a.seq
     AND s.execution = (SELECT max(e.execution) FROM execution e WHERE e.plan = a.plan)
WHERE a.plan = $1::text
ORDER BY a.seq
