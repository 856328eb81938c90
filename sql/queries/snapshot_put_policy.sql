INSERT INTO snapshot_policy SELECT * FROM jsonb_populate_recordset(NULL::snapshot_policy, $1::jsonb)
