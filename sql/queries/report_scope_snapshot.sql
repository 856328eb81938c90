SELECT s.snapshot_id::text AS snapshot, s.snapshot_digest, s.name AS scenario,
       to_char(s.taken_at, 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS taken_at, c.currency, 730 AS period_h
FROM snapshot s
JOIN snapshot_price c USING (snapshot_id)
WHERE s.snapshot_id = $1::bigint
