CREATE OR REPLACE FUNCTION licence_set(licence_name text, fields jsonb) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = vmatrix, pg_temp
AS $$
BEGIN
    INSERT INTO licence (licence) VALUES (licence_name) ON CONFLICT DO NOTHING;
    UPDATE licence l
        SET (cost_per_host_h, cost_per_core_h, max_hosts)
          = (SELECT n.cost_per_host_h, n.cost_per_core_h, n.max_hosts
             FROM jsonb_populate_record(l, fields) n)
        WHERE licence = licence_name;
END
$$;
COMMENT ON FUNCTION licence_set(text, jsonb) IS 'Adds or changes a licence';
GRANT EXECUTE ON FUNCTION licence_set(text, jsonb) TO vmatrix_planner;
