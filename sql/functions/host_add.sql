-- Adds a host to the inventory; fields are columns of host as JSON.
CREATE OR REPLACE FUNCTION host_add(host_name text, fields jsonb) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = vmatrix, pg_temp
AS $$
BEGIN
    IF EXISTS (SELECT FROM host WHERE host = host_name AND removed_at IS NULL) THEN
        RAISE EXCEPTION 'host ''%'' is in the inventory already', host_name
            USING ERRCODE = 'VM065', HINT = '''vmatrix host set'' changes it';
    END IF;
    IF fields ->> 'uri' IS NULL THEN
        RAISE EXCEPTION 'host ''%'' needs a uri', host_name USING ERRCODE = 'VM002',
            HINT = 'for example --uri qemu+ssh://host1/system';
    END IF;
    INSERT INTO host (host, uri) VALUES (host_name, fields ->> 'uri');
    PERFORM host_set(host_name, fields);
END
$$;
COMMENT ON FUNCTION host_add(text, jsonb) IS 'Adds a host to the inventory';
GRANT EXECUTE ON FUNCTION host_add(text, jsonb) TO vmatrix_planner;
