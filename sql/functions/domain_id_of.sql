-- A domain by its UUID, or by its name where only one has it.
CREATE OR REPLACE FUNCTION domain_id_of(name_or_uuid text) RETURNS bigint
LANGUAGE plpgsql STABLE
SET search_path = vmatrix, pg_temp
AS $$
DECLARE
    ids bigint[] := ARRAY(SELECT domain_id FROM domain
                          WHERE domain = name_or_uuid OR uuid::text = lower(name_or_uuid));
BEGIN
    IF cardinality(ids) > 1 THEN
        RAISE EXCEPTION 'more than one domain has the name ''%''', name_or_uuid
            USING ERRCODE = 'VM065', HINT = 'name it by its UUID: ''vmatrix domain list'' shows it';
    ELSIF cardinality(ids) = 0 THEN
        RAISE EXCEPTION 'no domain ''%''', name_or_uuid USING ERRCODE = 'VM066',
            HINT = '''vmatrix domain list'' shows those observed; ''vmatrix collect --once'' looks again';
    END IF;
    RETURN ids[1];
END
$$;
COMMENT ON FUNCTION domain_id_of(text) IS 'Identity of a domain by UUID or by a name that only it has';
