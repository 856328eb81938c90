-- One host's answer. Facts it did not tell leave what is known of it as it is.
CREATE OR REPLACE FUNCTION ingest_host(of_batch uuid, host_name text, sampled timestamptz,
    told_cpu_model text, told_n_cpus integer, told_memory_mib bigint, told_free_memory_mib bigint,
    told_cpu_time_ns bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = vmatrix, pg_temp
AS $$
DECLARE
    id integer := host_id_of(host_name);
BEGIN
    PERFORM sample_partitions(sampled);
    INSERT INTO host_sample (sampled_at, host_id, batch, n_cpus, memory_mib, free_memory_mib,
                             cpu_time_ns)
        VALUES (sampled, id, of_batch, told_n_cpus, told_memory_mib, told_free_memory_mib,
                told_cpu_time_ns);
    INSERT INTO host_observation AS o (host_id, answered_at, cpu_model, n_cpus, memory_mib)
        VALUES (id, sampled, told_cpu_model, told_n_cpus, told_memory_mib)
        ON CONFLICT (host_id) DO UPDATE SET answered_at = excluded.answered_at,
            unreachable_at = NULL, reason = NULL,
            cpu_model = coalesce(excluded.cpu_model, o.cpu_model),
            n_cpus = coalesce(excluded.n_cpus, o.n_cpus),
            memory_mib = coalesce(excluded.memory_mib, o.memory_mib);
    UPDATE ingest_batch SET n_hosts = n_hosts + 1 WHERE batch = of_batch;
END
$$;
COMMENT ON FUNCTION ingest_host(uuid, text, timestamptz, text, integer, bigint, bigint, bigint)
    IS 'Stores one host''s answer of a round';
GRANT EXECUTE ON FUNCTION ingest_host(uuid, text, timestamptz, text, integer, bigint, bigint,
    bigint) TO vmatrix_collector;
