CREATE OR REPLACE FUNCTION ingest_domains(of_batch uuid, host_name text, told jsonb)
RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = vmatrix, pg_temp
AS $$
DECLARE
    on_host integer := host_id_of(host_name);
    n_stored integer;
BEGIN
    INSERT INTO ingest_note (batch, host_id, domain, note)
        SELECT of_batch, on_host, d.domain, 'domain left out: its name cannot be used'
        FROM jsonb_to_recordset(told) AS d (domain text) WHERE is_label(d.domain) IS NOT TRUE;
    PERFORM sample_partitions(d.sampled_at)
        FROM (SELECT DISTINCT date_trunc('day', t.sampled_at, 'UTC') AS sampled_at
              FROM jsonb_to_recordset(told) AS t (sampled_at timestamptz)) d;
    PERFORM ingest_services(told);
    PERFORM ingest_identities(on_host, told);
    PERFORM ingest_cpus(told);
    PERFORM ingest_ties(told);
    PERFORM ingest_placement(of_batch, on_host, told);
    INSERT INTO domain_sample (sampled_at, domain_id, host_id, batch, state, start_token, n_vcpus,
            memory_mib, cpu_time_ns, balloon_mib, rss_mib, block_requests, block_bytes,
            network_rx_bytes, network_tx_bytes)
        SELECT d.sampled_at, known.domain_id, on_host, of_batch, d.state, d.start_token, d.n_vcpus,
               d.memory_mib, d.cpu_time_ns, d.balloon_mib, d.rss_mib, d.block_requests,
               d.block_bytes, d.network_rx_bytes, d.network_tx_bytes
        FROM jsonb_to_recordset(told) AS d (uuid uuid, sampled_at timestamptz, state text,
            start_token text, n_vcpus integer, memory_mib bigint, cpu_time_ns bigint,
            balloon_mib bigint, rss_mib bigint, block_requests bigint, block_bytes bigint,
            network_rx_bytes bigint, network_tx_bytes bigint)
        JOIN domain known USING (uuid);
    GET DIAGNOSTICS n_stored = ROW_COUNT;
    UPDATE ingest_batch SET n_domains = n_domains + n_stored WHERE batch = of_batch;
    RETURN n_stored;
END
$$;
COMMENT ON FUNCTION ingest_domains(uuid, text, jsonb) IS 'Stores all domains of one host''s answer';
GRANT EXECUTE ON FUNCTION ingest_domains(uuid, text, jsonb) TO vmatrix_collector;
