SELECT take_in_result($1::text, $2::text, $3::bigint, $4::bigint, $5::integer, $6::text, $7::text,
                      $8::json, $9::timestamptz)
