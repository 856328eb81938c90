-- Under which approval an execution of the plan may act now; VM004 where under none.
CREATE OR REPLACE FUNCTION refuse_unapproved(p_plan text, p_execution bigint) RETURNS bigint
LANGUAGE plpgsql SET search_path = vmatrix, pg_temp AS $$
DECLARE
    v_approval record;
BEGIN
    SELECT * INTO v_approval FROM plan_approval(p_plan);
    IF v_approval.status = 'valid'
       OR (v_approval.status = 'used' AND v_approval.execution = p_execution) THEN
        RETURN v_approval.approval;
    END IF;
    RAISE EXCEPTION USING ERRCODE = 'VM004',
        MESSAGE = format('plan ''%s'' is not approved: %s', p_plan, v_approval.detail),
        HINT = format('a person other than its author approves it with ''vmatrix approve %s''',
                      p_plan);
END
$$;

COMMENT ON FUNCTION refuse_unapproved IS 'The approval that allows an execution to act: valid and unused, or used by that very execution.';

REVOKE ALL ON FUNCTION refuse_unapproved FROM PUBLIC;
