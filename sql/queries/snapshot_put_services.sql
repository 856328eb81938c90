INSERT INTO snapshot_service SELECT * FROM jsonb_populate_recordset(NULL::snapshot_service, $1::jsonb)
