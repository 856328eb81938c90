-- What the decisions about a plan allow now.
CREATE OR REPLACE FUNCTION plan_approval(p_plan text, OUT status text, OUT approval bigint,
                                         OUT execution bigint, OUT detail text)
LANGUAGE plpgsql STABLE SET search_path = vmatrix, pg_temp AS $$
DECLARE
    v_usable record;
    v_needed record;
BEGIN
    SELECT e.execution INTO plan_approval.execution FROM vmatrix.execution e
    WHERE e.plan = p_plan AND e.state = 'open';
    SELECT count(*) AS n, max(u.approval) AS last,
           string_agg(quote_literal(u.approver), ' and ' ORDER BY u.approval) AS names
    INTO v_usable FROM usable_approvals(p_plan, plan_approval.execution) u;
    SELECT * INTO v_needed FROM approvers_needed(p_plan);
    approval := v_usable.last;
    IF v_usable.n >= v_needed.needed THEN
        status := CASE WHEN plan_approval.execution IS NULL THEN 'valid' ELSE 'used' END;
        detail := format('approved by %s', v_usable.names);
    ELSIF v_usable.n > 0 THEN
        status := 'partial';
        detail := format('approved by %s alone, and it needs two approvers: %s', v_usable.names,
                         v_needed.reason);
    ELSE
        SELECT l.* INTO status, approval, plan_approval.execution, detail
        FROM last_decision(p_plan) l;
    END IF;
END
$$;

COMMENT ON FUNCTION plan_approval IS 'valid, used (by its open execution, which may go on), partial (one of two approvers), or why not: none, rejected, altered, expired, used (execution not open); with a sentence for a person.';

REVOKE ALL ON FUNCTION plan_approval FROM PUBLIC;
GRANT EXECUTE ON FUNCTION plan_approval
    TO vmatrix_planner, vmatrix_approver, vmatrix_actuator, vmatrix_auditor;
