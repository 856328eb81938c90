SELECT save_plan($1::json, $2::json, $3::bigint) AS plan
