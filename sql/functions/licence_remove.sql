CREATE OR REPLACE FUNCTION licence_remove(licence_name text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = vmatrix, pg_temp
AS $$
DECLARE
    needed_by text := (SELECT min(domain) FROM domain WHERE licence_name = ANY (licence));
BEGIN
    IF needed_by IS NOT NULL THEN
        RAISE EXCEPTION 'licence ''%'' is still needed by domain ''%''', licence_name, needed_by
            USING ERRCODE = 'VM001', HINT = '''vmatrix domain set --licence'' changes that';
    END IF;
    DELETE FROM licence WHERE licence = licence_name;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'no licence ''%''', licence_name USING ERRCODE = 'VM066',
            HINT = '''vmatrix licence list'' shows them';
    END IF;
END
$$;
COMMENT ON FUNCTION licence_remove(text) IS 'Takes a licence away that no domain needs';
GRANT EXECUTE ON FUNCTION licence_remove(text) TO vmatrix_planner;
