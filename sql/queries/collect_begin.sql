SELECT ingest_begin($1::uuid)
