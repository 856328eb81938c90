-- A host's CPU; one that is not told leaves what is known of it.
CREATE OR REPLACE FUNCTION ingest_host_cpu(host_name text, told_xml text, told_model text)
RETURNS void
LANGUAGE sql SECURITY DEFINER
SET search_path = vmatrix, pg_temp
AS $$
    UPDATE host_observation SET cpu_id = coalesce(cpu_known(told_xml, told_model), cpu_id)
        WHERE host_id = host_id_of(host_name)
$$;
COMMENT ON FUNCTION ingest_host_cpu(text, text, text) IS 'Stores a host''s CPU';
GRANT EXECUTE ON FUNCTION ingest_host_cpu(text, text, text) TO vmatrix_collector;
