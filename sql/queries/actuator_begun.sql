-- When the steps of an execution began: each time the hypervisor, or the command, may have been called.
SELECT seq, extract(epoch FROM at)::bigint AS at_s
FROM journal
WHERE execution = $1::bigint AND event = 'calling'
