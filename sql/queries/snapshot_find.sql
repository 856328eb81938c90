-- The latest sealed snapshot with that number or digest; the latest that was observed or loaded for
-- NULL: what a rollback starts from is no state to plan from.
SELECT snapshot_id, snapshot_digest, source, name
FROM snapshot
WHERE sealed_at IS NOT NULL AND (($1::text IS NULL AND after_plan IS NULL) OR $1 IN (snapshot_id::text, snapshot_digest))
ORDER BY snapshot_id DESC LIMIT 1
