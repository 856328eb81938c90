INSERT INTO snapshot_rule SELECT * FROM jsonb_populate_recordset(NULL::snapshot_rule, $1::jsonb)
