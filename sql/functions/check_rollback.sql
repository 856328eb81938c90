-- What can be rolled back of a plan; an error that says why nothing can. Changes nothing.
CREATE OR REPLACE FUNCTION check_rollback(p_plan text) RETURNS integer[]
LANGUAGE plpgsql STABLE SET search_path = vmatrix, pg_temp AS $$
DECLARE
    v_unsettled text;
    v_by text;
    v_done integer[] := done_steps(p_plan);
BEGIN
    SELECT string_agg(format('%s (%s)', s.seq, s.state), ', ' ORDER BY s.seq) INTO v_unsettled
    FROM step s JOIN execution e USING (execution)
    WHERE e.plan = p_plan AND e.state = 'open' AND s.state IN ('intent', 'calling', 'unknown');
    IF v_unsettled IS NOT NULL THEN
        RAISE EXCEPTION USING ERRCODE = 'VM006',
            MESSAGE = format('plan ''%s'' has steps that are not settled: %s', p_plan, v_unsettled),
            HINT = format('''vmatrix apply %s'' settles them', p_plan);
    END IF;
    SELECT r.reverse INTO v_by FROM rollback r JOIN execution e ON e.plan = r.reverse
    WHERE r.plan = p_plan AND e.state = 'done' AND r.done = v_done;
    IF v_by IS NOT NULL THEN
        RAISE EXCEPTION USING ERRCODE = 'VM001',
            MESSAGE = format('plan ''%s'' is rolled back already, by plan ''%s''', p_plan, v_by);
    END IF;
    IF v_done = '{}' THEN
        RAISE EXCEPTION USING ERRCODE = 'VM001',
            MESSAGE = format('nothing of plan ''%s'' was carried out: there is nothing to roll back',
                             p_plan);
    END IF;
    RETURN v_done;
END
$$;

COMMENT ON FUNCTION check_rollback IS 'The done steps that a rollback of the plan reverses.';

REVOKE ALL ON FUNCTION check_rollback FROM PUBLIC;
GRANT EXECUTE ON FUNCTION check_rollback TO vmatrix_planner, vmatrix_approver, vmatrix_actuator,
    vmatrix_auditor;
