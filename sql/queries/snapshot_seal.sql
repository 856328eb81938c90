SELECT snapshot_seal($1::bigint, $2)
