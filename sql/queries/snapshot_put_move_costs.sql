INSERT INTO snapshot_move_cost SELECT * FROM jsonb_populate_recordset(NULL::snapshot_move_cost, $1::jsonb)
