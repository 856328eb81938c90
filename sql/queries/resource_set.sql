SELECT resource_set($1, $2::jsonb)
