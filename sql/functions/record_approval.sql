-- What both doors of an approval do.
CREATE OR REPLACE FUNCTION record_approval(p_plan text, p_digest text, p_expires_at timestamptz,
                                           p_signature text)
RETURNS timestamptz LANGUAGE plpgsql SET search_path = vmatrix, pg_temp AS $$
DECLARE
    v_plan plan := require_plan(p_plan);
BEGIN
    IF v_plan.outcome NOT IN ('optimal', 'feasible') OR v_plan.unchanged THEN
        RAISE EXCEPTION USING ERRCODE = 'VM001',
            MESSAGE = format('plan ''%s'' has nothing to approve', p_plan),
            HINT = format('its outcome is ''%s''%s', v_plan.outcome,
                          CASE WHEN v_plan.unchanged THEN ' and nothing changes' ELSE '' END);
    END IF;
    IF NOT coalesce(p_expires_at > clock_timestamp()
                    AND p_expires_at <= clock_timestamp() + interval '720 hours', false) THEN
        RAISE EXCEPTION USING ERRCODE = 'VM002',
            MESSAGE = 'an approval holds for more than 0 and at most 720 hours';
    END IF;
    INSERT INTO approval (plan, plan_digest, decision, expires_at, signature)
    VALUES (p_plan, p_digest, 'approved', p_expires_at, p_signature);
    PERFORM journal_write(p_plan, NULL, NULL, NULL, NULL, 'approved',
                          format('digest %s, expires %s%s', p_digest,
                                 to_char(p_expires_at, 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
                                 CASE WHEN p_signature IS NULL THEN '' ELSE ', signed' END), NULL);
    RETURN p_expires_at;
END
$$;

COMMENT ON FUNCTION record_approval IS 'Checks and writes an approval in the name of the login role.';

REVOKE ALL ON FUNCTION record_approval FROM PUBLIC;
