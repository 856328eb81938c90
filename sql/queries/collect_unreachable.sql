SELECT ingest_unreachable($1::uuid, $2, $3)
