SELECT blackout_add($1, $2::jsonb)
