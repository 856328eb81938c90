SELECT entry, at, actor, subject, key, body::jsonb ->> 'did' AS did, hash FROM audit ORDER BY entry
