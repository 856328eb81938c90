-- How many people must approve the plan.
CREATE OR REPLACE FUNCTION approvers_needed(p_plan text, OUT needed integer, OUT reason text)
LANGUAGE plpgsql STABLE SET search_path = vmatrix, pg_temp AS $$
DECLARE
    v_second second_approver;
    v_currency text;
    v_one_off numeric;
BEGIN
    SELECT * INTO STRICT v_second FROM second_approver;
    SELECT currency, (plan_json #>> '{cost,one_off}')::numeric INTO v_currency, v_one_off
    FROM vmatrix.plan p WHERE p.plan = p_plan;
    needed := 1;
    IF v_second.above IS NULL THEN
        RETURN;
    END IF;
    IF v_currency IS DISTINCT FROM v_second.currency THEN
        needed := 2;
        reason := format('it is priced in %s, the limit in %s', v_currency, v_second.currency);
    ELSIF coalesce(v_one_off > v_second.above, true) THEN
        needed := 2;
        reason := format('its one-off cost of %s %s is above %s',
                         coalesce(v_one_off::text, 'unknown'), v_currency, v_second.above);
    END IF;
END
$$;

COMMENT ON FUNCTION approvers_needed IS '1, or 2 with the reason where the plan''s one-off cost is above the limit of second_approver or cannot be compared with it.';

REVOKE ALL ON FUNCTION approvers_needed FROM PUBLIC;
GRANT EXECUTE ON FUNCTION approvers_needed
    TO vmatrix_planner, vmatrix_approver, vmatrix_actuator, vmatrix_auditor;
