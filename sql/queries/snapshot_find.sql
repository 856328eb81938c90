-- The latest sealed snapshot with that number or digest; the latest of all for NULL.
SELECT snapshot_id, snapshot_digest, source, name
FROM snapshot
WHERE sealed_at IS NOT NULL AND ($1::text IS NULL OR $1 IN (snapshot_id::text, snapshot_digest))
ORDER BY snapshot_id DESC LIMIT 1
