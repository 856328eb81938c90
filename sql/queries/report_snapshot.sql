SELECT s.snapshot_id, s.name, to_char(s.taken_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS taken_at,
       s.snapshot_digest, c.currency
FROM snapshot s
JOIN snapshot_price c USING (snapshot_id)
WHERE s.snapshot_id = $1::bigint
