INSERT INTO snapshot_balance SELECT * FROM jsonb_populate_recordset(NULL::snapshot_balance, $1::jsonb)
