SELECT rule_add($1, $2::jsonb)
