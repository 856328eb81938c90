-- Takes a service away that nothing speaks of any more. Its history stays, and its name may be given
-- again; metadata that still names it brings it back.
CREATE OR REPLACE FUNCTION service_remove(service_name text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = vmatrix, pg_temp
AS $$
DECLARE
    id integer := service_id_of(service_name);
    used_by text;
BEGIN
    SELECT string_agg(who, ', ' ORDER BY who) INTO used_by
        FROM (SELECT DISTINCT 'domain ' || quote_literal(domain) FROM domain d
              WHERE service_id = id AND EXISTS (SELECT FROM placement p WHERE p.domain_id = d.domain_id)
              UNION ALL SELECT 'rule ' || quote_literal(name) FROM rule
                        WHERE EXISTS (SELECT FROM regexp_split_to_table(domains, '(?<!\\)[;|]') item
                                      WHERE item LIKE 'service:%' AND service_name =
                                            regexp_replace(substr(item, 9), '\\(.)', '\1', 'g'))
              UNION ALL SELECT 'service ' || quote_literal(service) FROM service
                        WHERE service_name = ANY (near) AND service <> service_name
              UNION ALL SELECT 'blackout ' || quote_literal(name) FROM blackout
                        WHERE scope = 'service:' || list_cell(ARRAY[service_name])) AS u (who);
    IF used_by IS NOT NULL THEN
        RAISE EXCEPTION 'service ''%'' is still named by %', service_name, left(used_by, 200)
            USING ERRCODE = 'VM001',
                  HINT = 'take it away there first; a domain by ''vmatrix domain set NAME --service ''''''';
    END IF;
    UPDATE domain SET service_id = NULL WHERE service_id = id;
    UPDATE service
        SET team = NULL, cost_center = NULL, tier = NULL, min_zones = NULL, max_per_host = NULL,
            max_per_zone = NULL, near = '{}', min_replicas = NULL, max_replicas = NULL,
            declared = false, removed_at = now()
        WHERE service_id = id;
END
$$;
COMMENT ON FUNCTION service_remove(text) IS 'Takes a service away that nothing speaks of; its history stays';
GRANT EXECUTE ON FUNCTION service_remove(text) TO vmatrix_planner;
