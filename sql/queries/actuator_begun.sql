-- When the steps of an execution began: each time the hypervisor, or the command, may have been called.
SELECT j.seq, extract(epoch FROM j.at)::bigint AS at_s
FROM journal j JOIN execution e USING (plan, execution)
WHERE e.execution = $1::bigint AND j.event = 'calling'
