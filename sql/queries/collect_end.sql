SELECT ingest_end($1::uuid)
