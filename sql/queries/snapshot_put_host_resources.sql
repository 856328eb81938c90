INSERT INTO snapshot_host_resource SELECT * FROM jsonb_populate_recordset(NULL::snapshot_host_resource, $1::jsonb)
