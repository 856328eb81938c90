-- Takes a tier's limit for one resource away, or all where fields name none.
CREATE OR REPLACE FUNCTION tier_remove(tier_name text, fields jsonb) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = vmatrix, pg_temp
AS $$
BEGIN
    DELETE FROM tier
        WHERE tier = tier_name AND resource = coalesce(fields ->> 'resource', resource);
    IF NOT FOUND THEN
        RAISE EXCEPTION 'no such limit of a tier ''%''', tier_name USING ERRCODE = 'VM066',
            HINT = '''vmatrix tier list'' shows them';
    END IF;
END
$$;
COMMENT ON FUNCTION tier_remove(text, jsonb) IS 'Takes limits of a tier away';
GRANT EXECUTE ON FUNCTION tier_remove(text, jsonb) TO vmatrix_planner;
