SELECT tier_set($1, $2::jsonb)
