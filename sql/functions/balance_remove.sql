-- All ratios of the pair, or the one that fields name.
CREATE OR REPLACE FUNCTION balance_remove(resource_name text, with_name text, fields jsonb)
RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = vmatrix, pg_temp
AS $$
BEGIN
    DELETE FROM balance
        WHERE resource = resource_name AND "with" = with_name
          AND ratio_permille = coalesce((fields ->> 'ratio_permille')::bigint, ratio_permille);
    IF NOT FOUND THEN
        RAISE EXCEPTION 'no such balance of ''%'' with ''%''', resource_name, with_name
            USING ERRCODE = 'VM066', HINT = '''vmatrix balance list'' shows them';
    END IF;
END
$$;
COMMENT ON FUNCTION balance_remove(text, text, jsonb) IS 'Takes prices of stranded headroom away';
GRANT EXECUTE ON FUNCTION balance_remove(text, text, jsonb) TO vmatrix_planner;
