CREATE OR REPLACE FUNCTION cpu_model_remove(model_name text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = vmatrix, pg_temp
AS $$
BEGIN
    DELETE FROM cpu_model WHERE cpu_model = model_name;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'nothing is declared of CPU model ''%''', model_name
            USING ERRCODE = 'VM066', HINT = '''vmatrix cpu-model list'' shows them';
    END IF;
END
$$;
COMMENT ON FUNCTION cpu_model_remove(text) IS 'Takes away what was declared of a CPU model';
GRANT EXECUTE ON FUNCTION cpu_model_remove(text) TO vmatrix_planner;
