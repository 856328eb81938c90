SELECT close_execution($1::bigint, $2::bigint)
