SELECT s.seq, s.state, s.attempt, s.wave, s.domain,
       EXISTS (SELECT FROM journal j WHERE j.plan = e.plan AND j.execution = s.execution AND j.seq = s.seq
               AND j.event = 'calling') AS called
FROM step s JOIN execution e USING (execution)
WHERE e.plan = $1::text AND e.state = 'open'
ORDER BY s.seq
