-- Sets the columns that are in fields; 'service' is a name, null makes it unallocated. A service that
-- was set by a person is no longer changed by the domain's metadata.
CREATE OR REPLACE FUNCTION domain_set(name_or_uuid text, fields jsonb) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = vmatrix, pg_temp
AS $$
DECLARE
    id bigint := domain_id_of(name_or_uuid);
    unknown text;
BEGIN
    SELECT name INTO unknown
        FROM jsonb_array_elements_text(CASE WHEN jsonb_typeof(fields -> 'licence') = 'array'
                                            THEN fields -> 'licence' ELSE '[]' END) name
        WHERE name NOT IN (SELECT licence FROM licence) LIMIT 1;
    IF unknown IS NOT NULL THEN
        RAISE EXCEPTION 'no licence ''%''', unknown USING ERRCODE = 'VM066',
            HINT = '''vmatrix licence set'' makes one';
    END IF;
    IF fields ? 'service' THEN
        UPDATE domain
            SET service_id = CASE WHEN fields ->> 'service' IS NOT NULL THEN service_id_of(fields ->> 'service') END,
                service_declared = true
            WHERE domain_id = id;
    END IF;
    UPDATE domain d
        SET (move, operator_min, move_cost, downtime_cost, dirty_mib_s, requires, licence, cpu_model,
             heed_xml)
          = (SELECT n.move, n.operator_min, n.move_cost, n.downtime_cost, n.dirty_mib_s,
                    n.requires, n.licence, n.cpu_model, coalesce(n.heed_xml, true)
             FROM jsonb_populate_record(d, fields) n)
        WHERE domain_id = id;
    IF fields ?| '{resource, period, amount}' THEN
        PERFORM domain_set_demand(id, fields);
    END IF;
END
$$;
COMMENT ON FUNCTION domain_set(text, jsonb) IS 'Sets what people say of a domain';
GRANT EXECUTE ON FUNCTION domain_set(text, jsonb) TO vmatrix_planner;
