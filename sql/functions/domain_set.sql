-- Sets the columns that are in fields; 'service' is a name, null makes it unallocated. A service that
-- was set by a person is no longer changed by the domain's metadata.
CREATE OR REPLACE FUNCTION domain_set(name_or_uuid text, fields jsonb) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = vmatrix, pg_temp
AS $$
DECLARE
    id bigint := domain_id_of(name_or_uuid);
    new_service integer;
BEGIN
    IF fields ? 'service' THEN
        SELECT service_id INTO new_service FROM service WHERE service = fields ->> 'service';
        IF new_service IS NULL AND fields ->> 'service' IS NOT NULL THEN
            RAISE EXCEPTION 'no service ''%''', fields ->> 'service' USING ERRCODE = 'VM066',
                HINT = '''vmatrix service add'' makes one';
        END IF;
        UPDATE domain SET service_id = new_service, service_declared = true WHERE domain_id = id;
    END IF;
    UPDATE domain d
        SET (move, operator_min, move_cost, downtime_cost, dirty_mib_s, requires)
          = (SELECT n.move, n.operator_min, n.move_cost, n.downtime_cost, n.dirty_mib_s,
                    n.requires
             FROM jsonb_populate_record(d, fields) n)
        WHERE domain_id = id;
END
$$;
COMMENT ON FUNCTION domain_set(text, jsonb) IS 'Sets what people say of a domain';
GRANT EXECUTE ON FUNCTION domain_set(text, jsonb) TO vmatrix_planner;
