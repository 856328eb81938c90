-- Snapshots that have the rule keep it.
CREATE OR REPLACE FUNCTION rule_remove(rule_name text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = vmatrix, pg_temp
AS $$
BEGIN
    DELETE FROM rule WHERE name = rule_name;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'no rule ''%''', rule_name USING ERRCODE = 'VM066',
            HINT = '''vmatrix rule list'' shows them';
    END IF;
END
$$;
COMMENT ON FUNCTION rule_remove(text) IS 'Takes a rule away';
GRANT EXECUTE ON FUNCTION rule_remove(text) TO vmatrix_planner;
