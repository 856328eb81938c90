SELECT move_step($1::bigint, $2::bigint, $3::integer, $4::text, $5::text, $6::json)
