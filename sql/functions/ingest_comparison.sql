-- A host's answer about a CPU.
CREATE OR REPLACE FUNCTION ingest_comparison(host_name text, of_cpu integer, told_runs boolean)
RETURNS void
LANGUAGE sql SECURITY DEFINER
SET search_path = vmatrix, pg_temp
AS $$
    INSERT INTO cpu_comparison AS k (host_id, cpu_id, host_cpu_id, runs)
        SELECT o.host_id, of_cpu, o.cpu_id, told_runs
        FROM host_observation o
        WHERE o.host_id = host_id_of(host_name) AND o.cpu_id IS NOT NULL
        ON CONFLICT (host_id, cpu_id) DO UPDATE
            SET host_cpu_id = excluded.host_cpu_id, runs = excluded.runs,
                compared_at = excluded.compared_at
$$;
COMMENT ON FUNCTION ingest_comparison(text, integer, boolean) IS 'Stores whether a CPU runs on a host';
GRANT EXECUTE ON FUNCTION ingest_comparison(text, integer, boolean) TO vmatrix_collector;
