SELECT snapshot_ask_replicas($1::bigint, $2::jsonb)
