-- After this nothing of the snapshot changes.
CREATE OR REPLACE FUNCTION snapshot_seal(id bigint, digest text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = vmatrix, pg_temp
AS $$
BEGIN
    UPDATE snapshot SET snapshot_digest = digest, sealed_at = now()
        WHERE snapshot_id = id AND taken_by = session_user;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'no snapshot % of yours', id USING ERRCODE = 'VM066';
    END IF;
END
$$;
COMMENT ON FUNCTION snapshot_seal(bigint, text) IS 'Makes a snapshot immutable, under its digest';
GRANT EXECUTE ON FUNCTION snapshot_seal(bigint, text) TO vmatrix_planner;
