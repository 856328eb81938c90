SELECT kind, subject, note FROM snapshot_note WHERE snapshot_id = $1::bigint ORDER BY line
