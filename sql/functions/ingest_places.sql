-- A host's active networks and storage pools; what is not told leaves what is known of it.
CREATE OR REPLACE FUNCTION ingest_places(host_name text, told jsonb) RETURNS void
LANGUAGE sql SECURITY DEFINER
SET search_path = vmatrix, pg_temp
AS $$
    UPDATE host_observation
        SET networks = CASE WHEN told ? 'networks'
                            THEN ARRAY(SELECT jsonb_array_elements_text(told -> 'networks') n ORDER BY n)
                            ELSE networks END,
            pools = CASE WHEN told ? 'pools'
                         THEN ARRAY(SELECT jsonb_array_elements_text(told -> 'pools') n ORDER BY n)
                         ELSE pools END
        WHERE host_id = host_id_of(host_name)
$$;
COMMENT ON FUNCTION ingest_places(text, jsonb) IS 'Stores the networks and storage pools of a host';
GRANT EXECUTE ON FUNCTION ingest_places(text, jsonb) TO vmatrix_collector;
