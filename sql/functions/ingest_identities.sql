-- Identity, name, service and last host. A paused copy is no move: it may be a migration's target.
CREATE OR REPLACE FUNCTION ingest_identities(on_host integer, told jsonb) RETURNS void
LANGUAGE sql
SET search_path = vmatrix, pg_temp
AS $$
    INSERT INTO domain AS known (uuid, domain, service_id, first_seen_at, last_seen_at,
                                 last_host_id)
        SELECT d.uuid, d.domain, s.service_id, d.sampled_at, d.sampled_at,
               CASE WHEN d.state = 'running' THEN on_host END
        FROM jsonb_to_recordset(told) AS d (uuid uuid, domain text, state text,
                                            sampled_at timestamptz, service text)
        LEFT JOIN service s ON s.service = d.service
        WHERE is_label(d.domain)
        ON CONFLICT (uuid) DO UPDATE
            SET domain = excluded.domain,
                last_seen_at = greatest(known.last_seen_at, excluded.last_seen_at),
                service_id = CASE WHEN known.service_declared THEN known.service_id
                                  ELSE coalesce(excluded.service_id, known.service_id) END,
                moved_at = CASE WHEN known.last_host_id <> excluded.last_host_id
                                THEN excluded.last_seen_at ELSE known.moved_at END,
                last_host_id = coalesce(excluded.last_host_id, known.last_host_id)
$$;
COMMENT ON FUNCTION ingest_identities(integer, jsonb) IS 'Makes known the domains of one host''s answer';
