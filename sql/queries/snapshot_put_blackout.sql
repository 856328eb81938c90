INSERT INTO snapshot_blackout SELECT * FROM jsonb_populate_recordset(NULL::snapshot_blackout, $1::jsonb)
