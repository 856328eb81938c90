-- The latest sealed snapshot with that number or digest; the latest of the estate for NULL.
SELECT snapshot_id, snapshot_digest, source, name
FROM snapshot
WHERE sealed_at IS NOT NULL
  AND CASE WHEN $1::text IS NULL THEN source = 'estate'
           ELSE $1 IN (snapshot_id::text, snapshot_digest) END
ORDER BY snapshot_id DESC LIMIT 1
