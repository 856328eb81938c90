-- What a blackout may speak of, beside everything: each service and host of the inventory.
CREATE OR REPLACE FUNCTION blackout_scopes() RETURNS TABLE (scope text, kind text, name text)
LANGUAGE sql STABLE
SET search_path = vmatrix, pg_temp
AS $$
    SELECT 'service:' || list_cell(ARRAY[s.service::text]), 'service', s.service::text
    FROM service s WHERE s.removed_at IS NULL
    UNION ALL
    SELECT 'host:' || list_cell(ARRAY[h.host::text]), 'host', h.host::text
    FROM host h WHERE h.removed_at IS NULL
$$;
COMMENT ON FUNCTION blackout_scopes() IS 'Scopes of blackouts: services and hosts as cells of blackout.csv';
GRANT EXECUTE ON FUNCTION blackout_scopes() TO vmatrix_planner, vmatrix_approver, vmatrix_actuator,
    vmatrix_auditor;
