SELECT move_cost_set($1, $2, $3::jsonb)
