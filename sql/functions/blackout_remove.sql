-- Snapshots that have the blackout keep it.
CREATE OR REPLACE FUNCTION blackout_remove(blackout_name text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = vmatrix, pg_temp
AS $$
BEGIN
    DELETE FROM blackout WHERE name = blackout_name;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'no blackout ''%''', blackout_name USING ERRCODE = 'VM066',
            HINT = '''vmatrix blackout list'' shows them';
    END IF;
END
$$;
COMMENT ON FUNCTION blackout_remove(text) IS 'Takes a blackout away';
GRANT EXECUTE ON FUNCTION blackout_remove(text) TO vmatrix_planner;
