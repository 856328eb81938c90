SELECT s.seq, s.state, s.attempt, s.wave, s.domain
FROM step s JOIN execution e USING (execution)
WHERE e.plan = $1::text AND e.state = 'open'
ORDER BY s.seq
