-- Services and tiers as they are now; a tier that only services name has no limits.
CREATE OR REPLACE FUNCTION snapshot_freeze_services(id bigint) RETURNS void
LANGUAGE sql
SET search_path = vmatrix, pg_temp
AS $$
    INSERT INTO snapshot_service (snapshot_id, service, team, cost_center, tier, min_zones,
                                  max_per_host, max_per_zone, near, min_replicas, max_replicas)
        SELECT id, service, team, cost_center, tier, min_zones, max_per_host, max_per_zone,
               list_cell(near), min_replicas, max_replicas
        FROM service WHERE removed_at IS NULL;
    INSERT INTO snapshot_tier (snapshot_id, line, tier, resource, hard_permille, max_slowdown,
                               percentile)
        SELECT id, row_number() OVER (ORDER BY tier COLLATE "C", resource COLLATE "C"), *
        FROM (SELECT tier::text, resource::text, hard_permille, max_slowdown, percentile
              FROM tier
              WHERE resource IN (SELECT resource FROM snapshot_resource WHERE snapshot_id = id)
              UNION ALL
              SELECT DISTINCT tier::text, NULL::text, NULL::integer, NULL::numeric, NULL::numeric
              FROM service WHERE tier IS NOT NULL AND tier NOT IN (SELECT tier FROM tier)) t;
$$;
COMMENT ON FUNCTION snapshot_freeze_services(bigint) IS 'Fills services and tiers of a snapshot';
