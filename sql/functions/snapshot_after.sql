-- The snapshot of a plan with what is done of the plan carried out: what a rollback starts from.
CREATE OR REPLACE FUNCTION snapshot_after(p_plan text) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = vmatrix, pg_temp AS $$
DECLARE
    v_old snapshot;
    v_new bigint;
    v_key jsonb;
    v_done integer[] := check_rollback(p_plan);
BEGIN
    SELECT s.* INTO STRICT v_old FROM snapshot s JOIN plan p USING (snapshot_id)
    WHERE p.plan = p_plan;
    INSERT INTO snapshot (source, name, demand_from, demand_to, after_plan)
        VALUES (v_old.source, v_old.name, v_old.demand_from, v_old.demand_to, p_plan)
        RETURNING snapshot_id INTO v_new;
    v_key := jsonb_build_object('snapshot_id', v_new);
    INSERT INTO snapshot_policy SELECT (jsonb_populate_record(t, v_key)).*
        FROM snapshot_policy t WHERE t.snapshot_id = v_old.snapshot_id;
    INSERT INTO snapshot_resource SELECT (jsonb_populate_record(t, v_key)).*
        FROM snapshot_resource t WHERE t.snapshot_id = v_old.snapshot_id;
    INSERT INTO snapshot_host
        SELECT (jsonb_populate_record(t, v_key || coalesce(
            (SELECT jsonb_build_object('on', (a.action = 'power_on')::integer)
             FROM plan_action a
             WHERE a.plan = p_plan AND a.seq = ANY (v_done)
               AND a.action IN ('power_on', 'power_off')
               AND coalesce(a.to_host, a.from_host) = t.host
             ORDER BY a.seq DESC LIMIT 1),
            jsonb_build_object('on', coalesce(t."on", (EXISTS (
                SELECT FROM snapshot_domain d
                WHERE d.snapshot_id = v_old.snapshot_id AND d.host = t.host))::integer))))).*
        FROM snapshot_host t WHERE t.snapshot_id = v_old.snapshot_id;
    INSERT INTO snapshot_host_resource SELECT (jsonb_populate_record(t, v_key)).*
        FROM snapshot_host_resource t WHERE t.snapshot_id = v_old.snapshot_id;
    INSERT INTO snapshot_service SELECT (jsonb_populate_record(t, v_key)).*
        FROM snapshot_service t WHERE t.snapshot_id = v_old.snapshot_id;
    INSERT INTO snapshot_tier SELECT (jsonb_populate_record(t, v_key)).*
        FROM snapshot_tier t WHERE t.snapshot_id = v_old.snapshot_id;
    INSERT INTO snapshot_cpu_model SELECT (jsonb_populate_record(t, v_key)).*
        FROM snapshot_cpu_model t WHERE t.snapshot_id = v_old.snapshot_id;
    INSERT INTO snapshot_licence SELECT (jsonb_populate_record(t, v_key)).*
        FROM snapshot_licence t WHERE t.snapshot_id = v_old.snapshot_id;
    INSERT INTO snapshot_domain
        SELECT (jsonb_populate_record(t, v_key || coalesce(
            (SELECT jsonb_build_object('host', a.to_host)
             FROM plan_action a
             WHERE a.plan = p_plan AND a.seq = ANY (v_done) AND a.domain = t.domain
             ORDER BY a.seq DESC LIMIT 1), '{}'))).*
        FROM snapshot_domain t WHERE t.snapshot_id = v_old.snapshot_id;
    INSERT INTO snapshot_domain_resource SELECT (jsonb_populate_record(t, v_key)).*
        FROM snapshot_domain_resource t WHERE t.snapshot_id = v_old.snapshot_id;
    INSERT INTO snapshot_demand SELECT (jsonb_populate_record(t, v_key)).*
        FROM snapshot_demand t WHERE t.snapshot_id = v_old.snapshot_id;
    INSERT INTO snapshot_rule SELECT (jsonb_populate_record(t, v_key)).*
        FROM snapshot_rule t WHERE t.snapshot_id = v_old.snapshot_id;
    INSERT INTO snapshot_move_cost SELECT (jsonb_populate_record(t, v_key)).*
        FROM snapshot_move_cost t WHERE t.snapshot_id = v_old.snapshot_id;
    INSERT INTO snapshot_balance SELECT (jsonb_populate_record(t, v_key)).*
        FROM snapshot_balance t WHERE t.snapshot_id = v_old.snapshot_id;
    INSERT INTO snapshot_blackout SELECT (jsonb_populate_record(t, v_key)).*
        FROM snapshot_blackout t WHERE t.snapshot_id = v_old.snapshot_id;
    INSERT INTO snapshot_note SELECT (jsonb_populate_record(t, v_key)).*
        FROM snapshot_note t WHERE t.snapshot_id = v_old.snapshot_id;
    RETURN v_new;
END
$$;

COMMENT ON FUNCTION snapshot_after IS 'Copies the snapshot of a plan as its done steps have left it; sealed like any.';

REVOKE ALL ON FUNCTION snapshot_after FROM PUBLIC;
GRANT EXECUTE ON FUNCTION snapshot_after TO vmatrix_planner;
