-- Opens a round; false where it is stored already.
CREATE OR REPLACE FUNCTION ingest_begin(new_batch uuid) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = vmatrix, pg_temp
AS $$
BEGIN
    INSERT INTO ingest_batch (batch) VALUES (new_batch) ON CONFLICT DO NOTHING;
    IF NOT FOUND THEN
        RETURN false;
    END IF;
    PERFORM sample_retain();
    RETURN true;
END
$$;
COMMENT ON FUNCTION ingest_begin(uuid) IS 'Opens a round of the collector; false where it is stored already';
GRANT EXECUTE ON FUNCTION ingest_begin(uuid) TO vmatrix_collector;
