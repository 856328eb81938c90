-- Services, tiers and the rules that hold now.
CREATE OR REPLACE FUNCTION snapshot_freeze_rules(id bigint) RETURNS void
LANGUAGE sql
SET search_path = vmatrix, pg_temp
AS $$
    INSERT INTO snapshot_service (snapshot_id, service, team, cost_center, tier, min_zones,
                                  max_per_host, max_per_zone, near, min_replicas, max_replicas)
        SELECT id, service, team, cost_center, tier, min_zones, max_per_host, max_per_zone,
               list_cell(near), min_replicas, max_replicas FROM service;
    INSERT INTO snapshot_tier (snapshot_id, line, tier, resource, hard_permille, max_slowdown,
                               percentile)
        SELECT id, row_number() OVER (ORDER BY tier COLLATE "C", resource COLLATE "C"), *
        FROM (SELECT tier::text, resource::text, hard_permille, max_slowdown, percentile
              FROM tier
              WHERE resource IN (SELECT resource FROM snapshot_resource WHERE snapshot_id = id)
              UNION ALL
              SELECT DISTINCT tier::text, NULL::text, NULL::integer, NULL::numeric, NULL::numeric
              FROM service WHERE tier IS NOT NULL AND tier NOT IN (SELECT tier FROM tier)) t;
    INSERT INTO snapshot_rule (snapshot_id, rule, name, domains, hosts, "limit", strength,
                               price_per_h, owner, reason, valid_from, valid_to)
        SELECT id, rule, name, domains, hosts, "limit", strength, price_per_h, owner, reason,
               to_char(valid_from, 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
               to_char(valid_to, 'YYYY-MM-DD"T"HH24:MI:SS"Z"')
        FROM rule
        WHERE coalesce(valid_from <= now(), true) AND coalesce(valid_to > now(), true)
$$;
COMMENT ON FUNCTION snapshot_freeze_rules(bigint) IS 'Fills services, tiers and rules of a snapshot';
