-- Adds a service; one that only metadata named is taken over.
CREATE OR REPLACE FUNCTION service_add(service_name text, fields jsonb) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = vmatrix, pg_temp
AS $$
BEGIN
    IF EXISTS (SELECT FROM service WHERE service = service_name AND declared) THEN
        RAISE EXCEPTION 'service ''%'' exists already', service_name
            USING ERRCODE = 'VM065', HINT = '''vmatrix service set'' changes it';
    END IF;
    INSERT INTO service (service) VALUES (service_name)
        ON CONFLICT (service) DO UPDATE SET removed_at = NULL;
    PERFORM service_set(service_name, fields);
END
$$;
COMMENT ON FUNCTION service_add(text, jsonb) IS 'Adds a service';
GRANT EXECUTE ON FUNCTION service_add(text, jsonb) TO vmatrix_planner;
