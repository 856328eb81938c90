SELECT host_set($1, $2::jsonb)
