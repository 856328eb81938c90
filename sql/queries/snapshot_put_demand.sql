INSERT INTO snapshot_demand SELECT * FROM jsonb_populate_recordset(NULL::snapshot_demand, $1::jsonb)
