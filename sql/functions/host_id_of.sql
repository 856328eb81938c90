-- A host of the inventory by name; VM066 where there is none.
CREATE OR REPLACE FUNCTION host_id_of(host_name text) RETURNS integer
LANGUAGE plpgsql STABLE
SET search_path = vmatrix, pg_temp
AS $$
DECLARE
    id integer;
BEGIN
    SELECT host_id INTO id FROM host WHERE host = host_name AND removed_at IS NULL;
    IF id IS NULL THEN
        RAISE EXCEPTION 'no host ''%''', host_name
            USING ERRCODE = 'VM066', HINT = '''vmatrix host list'' shows the inventory';
    END IF;
    RETURN id;
END
$$;
COMMENT ON FUNCTION host_id_of(text) IS 'Identity of a host by name; error VM066 where there is none';
