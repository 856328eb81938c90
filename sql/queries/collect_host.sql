SELECT ingest_host($1::uuid, $2, to_timestamp(0) + $3::bigint * interval '1 microsecond', $4,
    $5::integer, $6::bigint, $7::bigint, $8::bigint)
