SELECT balance_set($1, $2, $3::jsonb)
