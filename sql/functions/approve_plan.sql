-- A person's yes to exactly the plan with this digest.
CREATE OR REPLACE FUNCTION approve_plan(p_plan text, p_digest text, p_valid_h numeric)
RETURNS timestamptz LANGUAGE plpgsql SECURITY DEFINER SET search_path = vmatrix, pg_temp AS $$
DECLARE
    v_plan plan := require_plan(p_plan);
    v_expires timestamptz;
BEGIN
    IF v_plan.outcome NOT IN ('optimal', 'feasible') OR v_plan.unchanged THEN
        RAISE EXCEPTION USING ERRCODE = 'VM001',
            MESSAGE = format('plan ''%s'' has nothing to approve', p_plan),
            HINT = format('its outcome is ''%s''%s', v_plan.outcome,
                          CASE WHEN v_plan.unchanged THEN ' and nothing changes' ELSE '' END);
    END IF;
    IF p_valid_h IS NULL OR NOT (p_valid_h > 0 AND p_valid_h <= 720) THEN
        RAISE EXCEPTION USING ERRCODE = 'VM002',
            MESSAGE = 'an approval holds for more than 0 and at most 720 hours';
    END IF;
    v_expires := clock_timestamp() + make_interval(secs => (p_valid_h * 3600)::double precision);
    INSERT INTO approval (plan, plan_digest, decision, expires_at)
    VALUES (p_plan, p_digest, 'approved', v_expires);
    PERFORM journal_write(p_plan, NULL, NULL, NULL, NULL, 'approved',
                          format('digest %s, expires %s', p_digest,
                                 to_char(v_expires, 'YYYY-MM-DD"T"HH24:MI:SS"Z"')), NULL);
    RETURN v_expires;
END
$$;

COMMENT ON FUNCTION approve_plan IS 'Approves a plan in the name of the login role, which must not be its author.';

REVOKE ALL ON FUNCTION approve_plan FROM PUBLIC;
GRANT EXECUTE ON FUNCTION approve_plan TO vmatrix_approver;
