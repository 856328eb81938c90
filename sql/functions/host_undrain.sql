-- Back from drain to up; no other state.
CREATE OR REPLACE FUNCTION host_undrain(host_name text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = vmatrix, pg_temp
AS $$
BEGIN
    UPDATE host SET state = 'up' WHERE host_id = host_id_of(host_name) AND state = 'drain';
    IF NOT FOUND THEN
        RAISE EXCEPTION 'host ''%'' is not being drained', host_name USING ERRCODE = 'VM001',
            HINT = '''vmatrix host list'' shows its state, ''vmatrix host set --state'' sets it';
    END IF;
END
$$;
COMMENT ON FUNCTION host_undrain(text) IS 'Ends the draining of a host';
GRANT EXECUTE ON FUNCTION host_undrain(text) TO vmatrix_planner;
