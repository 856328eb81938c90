SELECT snapshot_create($1, $2::bigint * interval '1 hour', $3::bigint * interval '1 minute')
