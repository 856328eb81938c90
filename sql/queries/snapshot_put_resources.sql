INSERT INTO snapshot_resource SELECT * FROM jsonb_populate_recordset(NULL::snapshot_resource, $1::jsonb)
