INSERT INTO snapshot_domain SELECT * FROM jsonb_populate_recordset(NULL::snapshot_domain, $1::jsonb)
