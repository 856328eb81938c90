SELECT licence_set($1, $2::jsonb)
