SELECT service_add($1, $2::jsonb)
