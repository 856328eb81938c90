SELECT ingest_places($1, $2::jsonb)
