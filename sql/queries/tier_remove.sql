SELECT tier_remove($1, $2::jsonb)
