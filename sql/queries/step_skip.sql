SELECT skip_step($1::bigint, $2::bigint, $3::integer, $4::text)
