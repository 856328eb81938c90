-- Closes a round: from now on it has an end.
CREATE OR REPLACE FUNCTION ingest_end(of_batch uuid) RETURNS void
LANGUAGE sql SECURITY DEFINER
SET search_path = vmatrix, pg_temp
AS $$
    UPDATE ingest_batch SET ended_at = clock_timestamp()
        WHERE batch = of_batch AND ended_at IS NULL
$$;
COMMENT ON FUNCTION ingest_end(uuid) IS 'Closes a round of the collector';
GRANT EXECUTE ON FUNCTION ingest_end(uuid) TO vmatrix_collector;
