SELECT service, to_char(starts_at, 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS hour, requests, response_ms, target_ms FROM service_measured($1, $2::jsonb)
