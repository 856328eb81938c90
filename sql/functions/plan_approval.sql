-- What the last decision about a plan allows now.
CREATE OR REPLACE FUNCTION plan_approval(p_plan text, OUT status text, OUT approval bigint,
                                         OUT execution bigint, OUT detail text)
LANGUAGE plpgsql STABLE SET search_path = vmatrix, pg_temp AS $$
DECLARE
    v_last vmatrix.approval;
    v_plan vmatrix.plan;
BEGIN
    SELECT * INTO v_plan FROM vmatrix.plan p WHERE p.plan = p_plan;
    SELECT * INTO v_last FROM vmatrix.approval a WHERE a.plan = p_plan
    ORDER BY a.approval DESC LIMIT 1;
    IF NOT FOUND THEN
        status := 'none';
        detail := 'nobody has approved it';
        RETURN;
    END IF;
    approval := v_last.approval;
    SELECT u.execution INTO plan_approval.execution FROM approval_use u
    WHERE u.approval = v_last.approval;
    IF v_last.decision = 'rejected' THEN
        status := 'rejected';
        detail := format('''%s'' rejected it: %s', v_last.approver, v_last.reason);
    ELSIF v_last.plan_digest <> v_plan.plan_digest THEN
        status := 'altered';
        detail := format('the plan is no longer the one that ''%s'' approved', v_last.approver);
    ELSIF v_last.expires_at <= clock_timestamp() THEN
        status := 'expired';
        detail := format('the approval by ''%s'' expired at %s', v_last.approver,
                         to_char(v_last.expires_at, 'YYYY-MM-DD"T"HH24:MI:SS"Z"'));
    ELSIF plan_approval.execution IS NOT NULL THEN
        status := 'used';
        detail := format('the approval by ''%s'' was used for execution %s', v_last.approver,
                         plan_approval.execution);
    ELSE
        status := 'valid';
        detail := format('approved by ''%s''', v_last.approver);
    END IF;
END
$$;

COMMENT ON FUNCTION plan_approval IS 'none, rejected, altered, expired, used or valid, with a sentence for a person.';

REVOKE ALL ON FUNCTION plan_approval FROM PUBLIC;
GRANT EXECUTE ON FUNCTION plan_approval
    TO vmatrix_planner, vmatrix_approver, vmatrix_actuator, vmatrix_auditor;
