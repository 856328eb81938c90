SELECT balance_remove($1, $2, $3::jsonb)
