-- Makes a resource known or changes it. A new one may be full, as in a scenario folder.
CREATE OR REPLACE FUNCTION resource_set(resource_name text, fields jsonb) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = vmatrix, pg_temp
AS $$
BEGIN
    IF EXISTS (SELECT FROM pg_attribute
               WHERE attrelid IN ('snapshot_host'::regclass, 'snapshot_domain'::regclass)
                 AND attname = resource_name AND attnum > 0 AND NOT attisdropped) THEN
        RAISE EXCEPTION '''%'' cannot be the name of a resource', resource_name
            USING ERRCODE = 'VM065',
                  HINT = 'hosts.csv or domains.csv has a column of that name';
    END IF;
    INSERT INTO resource (resource, soft_permille, hard_permille)
        VALUES (resource_name, 1000, 1000) ON CONFLICT DO NOTHING;
    UPDATE resource r
        SET (soft_permille, hard_permille, overload_price, transient)
          = (SELECT coalesce(n.soft_permille, 1000), coalesce(n.hard_permille, 1000),
                    coalesce(n.overload_price, 0), coalesce(n.transient, false)
             FROM jsonb_populate_record(r, fields) n)
        WHERE resource = resource_name;
END
$$;
COMMENT ON FUNCTION resource_set(text, jsonb) IS 'Adds or changes a resource';
GRANT EXECUTE ON FUNCTION resource_set(text, jsonb) TO vmatrix_planner;
