-- Freezes the estate as it is known now. The caller runs it in a transaction of its own that sees
-- one state throughout (repeatable read), and seals it with the digest of what it made.
CREATE OR REPLACE FUNCTION snapshot_create(scenario_name text, demand_window interval,
    max_age interval) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = vmatrix, pg_temp
AS $$
DECLARE
    id bigint;
BEGIN
    IF NOT EXISTS (SELECT FROM host_state) THEN
        RAISE EXCEPTION 'the inventory has no host' USING ERRCODE = 'VM066',
            HINT = 'add hosts with ''vmatrix host add'' and run ''vmatrix collect --once''';
    END IF;
    IF NOT EXISTS (SELECT FROM host_state WHERE answered_at >= now() - max_age) THEN
        RAISE EXCEPTION 'no host has answered within %', max_age USING ERRCODE = 'VM003',
            HINT = 'run ''vmatrix collect --once'' first';
    END IF;
    INSERT INTO snapshot (source, name, demand_from, demand_to)
        VALUES ('estate', scenario_name, now() - demand_window, now())
        RETURNING snapshot_id INTO id;
    PERFORM snapshot_freeze_policy(id, scenario_name);
    PERFORM snapshot_freeze_hosts(id, max_age);
    PERFORM snapshot_freeze_services(id);
    PERFORM snapshot_freeze_domains(id);
    PERFORM snapshot_freeze_rules(id);
    PERFORM snapshot_freeze_blackouts(id);
    PERFORM snapshot_freeze_costs(id);
    PERFORM snapshot_freeze_cpus(id);
    RETURN id;
END
$$;
COMMENT ON FUNCTION snapshot_create(text, interval, interval) IS 'Takes a snapshot of the estate';
GRANT EXECUTE ON FUNCTION snapshot_create(text, interval, interval) TO vmatrix_planner;
