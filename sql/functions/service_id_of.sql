-- A service by name that was not taken away; VM066 where there is none.
CREATE OR REPLACE FUNCTION service_id_of(service_name text) RETURNS integer
LANGUAGE plpgsql STABLE
SET search_path = vmatrix, pg_temp
AS $$
DECLARE
    id integer;
BEGIN
    SELECT service_id INTO id FROM service WHERE service = service_name AND removed_at IS NULL;
    IF id IS NULL THEN
        RAISE EXCEPTION 'no service ''%''', service_name USING ERRCODE = 'VM066',
            HINT = '''vmatrix service list'' shows them, ''vmatrix service add'' makes one';
    END IF;
    RETURN id;
END
$$;
COMMENT ON FUNCTION service_id_of(text) IS 'Identity of a service by name; error VM066 where there is none';
