SELECT save_rollback($1, $2::json, $3::json, $4::bigint) AS plan
