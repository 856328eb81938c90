CREATE OR REPLACE FUNCTION ingest_placement(of_batch uuid, on_host integer, told jsonb)
RETURNS void
LANGUAGE sql
SET search_path = vmatrix, pg_temp
AS $$
    INSERT INTO placement AS p (domain_id, host_id, state, since, observed_at, batch, n_vcpus,
                                memory_mib)
        SELECT known.domain_id, on_host, d.state, d.sampled_at, d.sampled_at, of_batch, d.n_vcpus,
               d.memory_mib
        FROM jsonb_to_recordset(told) AS d (uuid uuid, state text, sampled_at timestamptz,
                                            n_vcpus integer, memory_mib bigint)
        JOIN domain known USING (uuid)
        ON CONFLICT (domain_id, host_id) DO UPDATE
            SET state = excluded.state, observed_at = excluded.observed_at,
                batch = excluded.batch,
                n_vcpus = coalesce(excluded.n_vcpus, p.n_vcpus),
                memory_mib = coalesce(excluded.memory_mib, p.memory_mib);
    DELETE FROM placement WHERE host_id = on_host AND batch <> of_batch
$$;
COMMENT ON FUNCTION ingest_placement(uuid, integer, jsonb) IS 'What a host lists is there, and nothing else';
