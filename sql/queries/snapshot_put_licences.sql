INSERT INTO snapshot_licence SELECT * FROM jsonb_populate_recordset(NULL::snapshot_licence, $1::jsonb)
