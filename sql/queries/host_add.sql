SELECT host_add($1, $2::jsonb)
