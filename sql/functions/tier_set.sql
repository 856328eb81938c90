-- One limit of a tier: for the resource that fields name; null takes a value away.
CREATE OR REPLACE FUNCTION tier_set(tier_name text, fields jsonb) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = vmatrix, pg_temp
AS $$
DECLARE
    of_resource text := resource_named(fields ->> 'resource', 'tier');
BEGIN
    INSERT INTO tier (tier, resource) VALUES (tier_name, of_resource) ON CONFLICT DO NOTHING;
    UPDATE tier t
        SET (hard_permille, max_slowdown, percentile)
          = (SELECT n.hard_permille, n.max_slowdown, n.percentile
             FROM jsonb_populate_record(t, fields) n)
        WHERE tier = tier_name AND resource = of_resource;
END
$$;
COMMENT ON FUNCTION tier_set(text, jsonb) IS 'Sets the limits of a tier for one resource';
GRANT EXECUTE ON FUNCTION tier_set(text, jsonb) TO vmatrix_planner;
