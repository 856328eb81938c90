SELECT ingest_comparison($1, $2::integer, $3::boolean)
