INSERT INTO snapshot_host SELECT * FROM jsonb_populate_recordset(NULL::snapshot_host, $1::jsonb)
