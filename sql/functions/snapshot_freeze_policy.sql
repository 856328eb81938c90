-- Settings and prices that hold now, and the resources every host has a capacity for. A resource
-- that some host does not declare cannot be planned: it is left out with a note, not taken as 0.
CREATE OR REPLACE FUNCTION snapshot_freeze_policy(id bigint, scenario_name text) RETURNS void
LANGUAGE plpgsql
SET search_path = vmatrix, pg_temp
AS $$
DECLARE
    r record;
BEGIN
    INSERT INTO snapshot_policy (snapshot_id, key, value)
        SELECT id, key, value
        FROM (SELECT key, rate_at(key, NULL, now()) AS value FROM rate_key WHERE in_policy) k
        WHERE value IS NOT NULL
        UNION ALL VALUES (id, 'format', '1'), (id, 'name', scenario_name);
    FOR r IN
        SELECT resource.*, (
            SELECT string_agg(h.host, ', ' ORDER BY h.host COLLATE "C") FROM host_capacity h
            WHERE h.resource = resource.resource AND h.capacity IS NULL
              AND h.resource NOT IN ('cpu_mcpu', 'memory_mib')) AS lacking
        FROM resource ORDER BY resource COLLATE "C"
    LOOP
        IF r.lacking IS NULL THEN
            INSERT INTO snapshot_resource (snapshot_id, resource, soft_permille, hard_permille,
                                           overload_price, transient)
                VALUES (id, r.resource, r.soft_permille, r.hard_permille, r.overload_price,
                        r.transient);
        ELSE
            PERFORM snapshot_add_note(id, 'resource', r.resource,
                'left out: no capacity is declared for ' || left(r.lacking, 200));
        END IF;
    END LOOP;
END
$$;
COMMENT ON FUNCTION snapshot_freeze_policy(bigint, text) IS 'Fills policy and resources of a snapshot';
