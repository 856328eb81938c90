-- A person's no: takes earlier approvals back and gives an execution that stands half-way up.
CREATE OR REPLACE FUNCTION reject_plan(p_plan text, p_reason text)
RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = vmatrix, pg_temp AS $$
DECLARE
    v_plan plan := require_plan(p_plan);
BEGIN
    IF coalesce(btrim(p_reason), '') = '' THEN
        RAISE EXCEPTION USING ERRCODE = 'VM002', MESSAGE = 'a rejection needs a reason';
    END IF;
    PERFORM abandon_execution(p_plan, p_reason);
    INSERT INTO approval (plan, plan_digest, decision, reason)
    VALUES (p_plan, v_plan.plan_digest, 'rejected', p_reason);
    PERFORM journal_write(p_plan, NULL, NULL, NULL, NULL, 'rejected', p_reason, NULL);
END
$$;

COMMENT ON FUNCTION reject_plan IS 'Rejects a plan in the name of the login role; an unfinished execution of it ends.';

REVOKE ALL ON FUNCTION reject_plan FROM PUBLIC;
GRANT EXECUTE ON FUNCTION reject_plan TO vmatrix_approver;
