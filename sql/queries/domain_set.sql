SELECT domain_set($1, $2::jsonb)
