-- A resource that something still speaks of stays.
CREATE OR REPLACE FUNCTION resource_remove(resource_name text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = vmatrix, pg_temp
AS $$
DECLARE
    used_by text;
BEGIN
    SELECT string_agg(DISTINCT who, ', ') INTO used_by
        FROM (SELECT 'tier ' || tier FROM tier WHERE resource = resource_name
              UNION ALL SELECT 'a balance' FROM balance WHERE resource_name IN (resource, "with")
              UNION ALL SELECT 'host ' || host FROM host_resource JOIN host USING (host_id)
                        WHERE resource = resource_name AND removed_at IS NULL
              UNION ALL SELECT 'domain ' || domain FROM domain_demand JOIN domain USING (domain_id)
                        WHERE resource = resource_name) AS u (who);
    IF used_by IS NOT NULL THEN
        RAISE EXCEPTION 'resource ''%'' is still used by %', resource_name, left(used_by, 200)
            USING ERRCODE = 'VM001', HINT = 'take it away there first';
    END IF;
    DELETE FROM host_resource WHERE resource = resource_name;
    DELETE FROM resource WHERE resource = resource_name;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'no resource ''%''', resource_name USING ERRCODE = 'VM066',
            HINT = '''vmatrix resource list'' shows them';
    END IF;
END
$$;
COMMENT ON FUNCTION resource_remove(text) IS 'Takes a resource away: it is planned no more';
GRANT EXECUTE ON FUNCTION resource_remove(text) TO vmatrix_planner;
