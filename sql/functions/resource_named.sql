-- A resource that is known; VM002 where none is named, VM066 where there is none such.
CREATE OR REPLACE FUNCTION resource_named(resource_name text, wanted_by text) RETURNS text
LANGUAGE plpgsql STABLE
SET search_path = vmatrix, pg_temp
AS $$
BEGIN
    IF resource_name IS NULL THEN
        RAISE EXCEPTION 'the % needs a resource', wanted_by USING ERRCODE = 'VM002',
            HINT = 'for example --resource cpu_mcpu; ''vmatrix resource list'' shows them';
    ELSIF NOT EXISTS (SELECT FROM resource WHERE resource = resource_name) THEN
        RAISE EXCEPTION 'no resource ''%''', resource_name USING ERRCODE = 'VM066',
            HINT = '''vmatrix resource list'' shows them, ''vmatrix resource set'' makes one';
    END IF;
    RETURN resource_name;
END
$$;
COMMENT ON FUNCTION resource_named(text, text) IS 'A resource by name; error where there is none';
