SELECT approver_limit_set($1::text, $2::jsonb)
