SELECT ingest_host_cpu($1, $2, $3)
