SELECT second_approver_set($1::jsonb)
