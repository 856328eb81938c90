SELECT unnest(check_rollback($1)) AS seq
