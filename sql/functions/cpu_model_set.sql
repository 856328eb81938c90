CREATE OR REPLACE FUNCTION cpu_model_set(model_name text, fields jsonb) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = vmatrix, pg_temp
AS $$
BEGIN
    INSERT INTO cpu_model (cpu_model) VALUES (model_name) ON CONFLICT DO NOTHING;
    UPDATE cpu_model m SET runs_on = (SELECT n.runs_on FROM jsonb_populate_record(m, fields) n)
        WHERE cpu_model = model_name;
END
$$;
COMMENT ON FUNCTION cpu_model_set(text, jsonb) IS 'Declares what a CPU model runs on';
GRANT EXECUTE ON FUNCTION cpu_model_set(text, jsonb) TO vmatrix_planner;
