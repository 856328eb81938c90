-- May this plan be carried out, or carried on, now? Changes nothing.
CREATE OR REPLACE FUNCTION check_execution(p_plan text, p_digest text) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = vmatrix, pg_temp AS $$
DECLARE
    v_plan plan := require_plan(p_plan);
    v_open execution;
    v_approval bigint;
BEGIN
    IF v_plan.plan_digest <> p_digest THEN
        RAISE EXCEPTION USING ERRCODE = 'VM004',
            MESSAGE = format('the digest of plan ''%s'' is not the one to be carried out', p_plan);
    END IF;
    SELECT * INTO v_open FROM execution WHERE state = 'open';
    IF FOUND AND v_open.plan <> p_plan AND NOT takes_over(p_plan, v_open.plan) THEN
        RAISE EXCEPTION USING ERRCODE = 'VM001',
            MESSAGE = format('plan ''%s'' stands half-way (execution %s)', v_open.plan,
                             v_open.execution),
            HINT = format('''vmatrix apply %s'' ends it, ''vmatrix reject %s --reason …'' gives it up',
                          v_open.plan, v_open.plan);
    END IF;
    IF EXISTS (SELECT FROM rollback r WHERE r.reverse = p_plan AND r.done <> done_steps(r.plan)) THEN
        RAISE EXCEPTION USING ERRCODE = 'VM003',
            MESSAGE = format('plan ''%s'' does not reverse what is done by now of plan ''%s''',
                             p_plan, (SELECT r.plan FROM rollback r WHERE r.reverse = p_plan)),
            HINT = format('''vmatrix rollback %s'' makes one that does',
                          (SELECT r.plan FROM rollback r WHERE r.reverse = p_plan));
    END IF;
    v_approval := refuse_unapproved(p_plan, v_open.execution);
    PERFORM refuse_frozen();
    RETURN v_approval;
END
$$;

COMMENT ON FUNCTION check_execution IS 'The approval under which a plan may be carried out now; an error that says why not.';

REVOKE ALL ON FUNCTION check_execution FROM PUBLIC;
GRANT EXECUTE ON FUNCTION check_execution TO vmatrix_actuator;
