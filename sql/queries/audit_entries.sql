-- A part of the chain as it is stored, for whoever computes the hashes again.
SELECT entry, at, actor, subject, key, body, previous, hash FROM audit
WHERE entry > $1::bigint ORDER BY entry LIMIT 1000
