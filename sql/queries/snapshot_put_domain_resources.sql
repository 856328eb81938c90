INSERT INTO snapshot_domain_resource SELECT * FROM jsonb_populate_recordset(NULL::snapshot_domain_resource, $1::jsonb)
