-- Why no approval of the plan allows anything: what has become of the last decision.
CREATE OR REPLACE FUNCTION last_decision(p_plan text, OUT status text, OUT approval bigint,
                                         OUT execution bigint, OUT detail text)
LANGUAGE plpgsql STABLE SET search_path = vmatrix, pg_temp AS $$
DECLARE
    v_last vmatrix.approval;
BEGIN
    SELECT * INTO v_last FROM vmatrix.approval a WHERE a.plan = p_plan
    ORDER BY a.approval DESC LIMIT 1;
    IF NOT FOUND THEN
        status := 'none';
        detail := 'nobody has approved it';
        RETURN;
    END IF;
    approval := v_last.approval;
    SELECT u.execution INTO last_decision.execution FROM approval_use u
    WHERE u.approval = v_last.approval;
    IF v_last.decision = 'rejected' THEN
        status := 'rejected';
        detail := format('''%s'' rejected it: %s', v_last.approver, v_last.reason);
    ELSIF v_last.plan_digest <> (SELECT p.plan_digest FROM vmatrix.plan p WHERE p.plan = p_plan) THEN
        status := 'altered';
        detail := format('the plan is no longer the one that ''%s'' approved', v_last.approver);
    ELSIF v_last.expires_at <= clock_timestamp() THEN
        status := 'expired';
        detail := format('the approval by ''%s'' expired at %s', v_last.approver,
                         to_char(v_last.expires_at, 'YYYY-MM-DD"T"HH24:MI:SS"Z"'));
    ELSE
        status := 'used';
        detail := format('the approval by ''%s'' was used for execution %s', v_last.approver,
                         last_decision.execution);
    END IF;
END
$$;

COMMENT ON FUNCTION last_decision IS 'none, rejected, altered, expired or used, with a sentence for a person.';

REVOKE ALL ON FUNCTION last_decision FROM PUBLIC;
GRANT EXECUTE ON FUNCTION last_decision
    TO vmatrix_planner, vmatrix_approver, vmatrix_actuator, vmatrix_auditor;
