-- Begins the carrying out of a plan, or takes an unfinished one over with a higher epoch.
CREATE OR REPLACE FUNCTION open_execution(p_plan text, p_digest text, OUT execution bigint,
                                          OUT epoch bigint, OUT resumed boolean)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = vmatrix, pg_temp AS $$
#variable_conflict use_column
DECLARE
    v_open bigint;
    v_approval bigint;
BEGIN
    LOCK TABLE vmatrix.execution IN SHARE ROW EXCLUSIVE MODE;
    v_approval := check_execution(p_plan, p_digest);
    PERFORM abandon_execution(e.plan, format('plan ''%s'' rolls it back', p_plan))
    FROM vmatrix.execution e WHERE e.state = 'open' AND e.plan <> p_plan;
    SELECT e.execution INTO v_open FROM vmatrix.execution e WHERE e.state = 'open';
    resumed := v_open IS NOT NULL;
    IF resumed THEN
        UPDATE vmatrix.execution e SET epoch = e.epoch + 1
        WHERE e.execution = v_open RETURNING e.execution, e.epoch
        INTO execution, epoch;
    ELSE
        INSERT INTO vmatrix.execution (plan) VALUES (p_plan)
        RETURNING vmatrix.execution.execution, vmatrix.execution.epoch INTO execution, epoch;
        INSERT INTO step (execution, seq, wave, domain)
        SELECT open_execution.execution, a.seq, a.wave, a.domain
        FROM plan_action a WHERE a.plan = p_plan;
    END IF;
    INSERT INTO approval_use (approval, execution)
    SELECT u.approval, open_execution.execution
    FROM usable_approvals(p_plan, open_execution.execution) u
    ON CONFLICT (approval) DO NOTHING;
    PERFORM journal_write(p_plan, open_execution.execution, NULL, NULL, open_execution.epoch,
                          CASE WHEN resumed THEN 'resumed' ELSE 'started' END,
                          format('under approval %s', v_approval), NULL);
END
$$;

COMMENT ON FUNCTION open_execution IS 'Starts or resumes the execution of an approved plan; whoever holds an older epoch is refused from then on.';

REVOKE ALL ON FUNCTION open_execution FROM PUBLIC;
GRANT EXECUTE ON FUNCTION open_execution TO vmatrix_actuator;
