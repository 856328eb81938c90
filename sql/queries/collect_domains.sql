SELECT ingest_domains($1::uuid, $2, $3::jsonb)
