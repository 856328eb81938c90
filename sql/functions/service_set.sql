-- Sets the columns that are in fields; the service is then a declared one.
CREATE OR REPLACE FUNCTION service_set(service_name text, fields jsonb) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = vmatrix, pg_temp
AS $$
DECLARE
    id integer := service_id_of(service_name);
    unknown text;
BEGIN
    SELECT near INTO unknown
        FROM jsonb_array_elements_text(CASE WHEN jsonb_typeof(fields -> 'near') = 'array'
                                            THEN fields -> 'near' ELSE '[]' END) near
        WHERE near NOT IN (SELECT service FROM service WHERE removed_at IS NULL) LIMIT 1;
    IF unknown IS NOT NULL THEN
        RAISE EXCEPTION 'no service ''%'' to be near', unknown USING ERRCODE = 'VM066',
            HINT = '''vmatrix service list'' shows them';
    END IF;
    UPDATE service s
        SET (team, cost_center, tier, min_zones, max_per_host, max_per_zone, near, min_replicas,
             max_replicas, declared)
          = (SELECT n.team, n.cost_center, n.tier, n.min_zones, n.max_per_host, n.max_per_zone,
                    n.near, n.min_replicas, n.max_replicas, true
             FROM jsonb_populate_record(s, fields) n)
        WHERE service_id = id;
END
$$;
COMMENT ON FUNCTION service_set(text, jsonb) IS 'Changes a service';
GRANT EXECUTE ON FUNCTION service_set(text, jsonb) TO vmatrix_planner;
