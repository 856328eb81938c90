INSERT INTO snapshot_tier SELECT * FROM jsonb_populate_recordset(NULL::snapshot_tier, $1::jsonb)
