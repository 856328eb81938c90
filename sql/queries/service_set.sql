SELECT service_set($1, $2::jsonb)
