-- The snapshot a report is about: the one named, else the newest.
SELECT s.snapshot_id, s.name, to_char(s.taken_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS taken_at,
       s.snapshot_digest, c.currency
FROM snapshot s
JOIN snapshot_price c USING (snapshot_id)
WHERE s.sealed_at IS NOT NULL AND ($1::bigint IS NULL OR s.snapshot_id = $1::bigint)
ORDER BY s.snapshot_id DESC
LIMIT 1
