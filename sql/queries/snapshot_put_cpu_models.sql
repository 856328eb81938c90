INSERT INTO snapshot_cpu_model SELECT * FROM jsonb_populate_recordset(NULL::snapshot_cpu_model, $1::jsonb)
