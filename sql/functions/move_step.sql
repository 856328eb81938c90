-- A step's next state and its journal entry, together.
CREATE OR REPLACE FUNCTION move_step(p_execution bigint, p_epoch bigint, p_seq integer,
                                     p_state text, p_detail text, p_figures json)
RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = vmatrix, pg_temp AS $$
DECLARE
    v_execution execution := require_epoch(p_execution, p_epoch);
    v_attempt integer;
BEGIN
    IF p_state IN ('intent', 'skipped') THEN
        RAISE EXCEPTION USING ERRCODE = 'VM001',
            MESSAGE = format('state ''%s'' is reached by claim_step or reject_plan alone', p_state);
    END IF;
    IF p_state = 'calling' THEN
        PERFORM refuse_frozen();
        PERFORM refuse_unapproved(v_execution.plan, p_execution);
    END IF;
    UPDATE step SET state = p_state, epoch = p_epoch, changed_at = clock_timestamp()
    WHERE execution = p_execution AND seq = p_seq RETURNING attempt INTO v_attempt;
    IF NOT FOUND THEN
        RAISE EXCEPTION USING ERRCODE = 'VM001',
            MESSAGE = format('execution %s has no step %s', p_execution, p_seq);
    END IF;
    IF p_state = 'done' THEN
        PERFORM record_done(v_execution.plan, p_seq);
    END IF;
    PERFORM journal_write(v_execution.plan, p_execution, p_seq, v_attempt, p_epoch, p_state,
                          p_detail, p_figures);
END
$$;

COMMENT ON FUNCTION move_step IS 'Moves a step along an edge, writes the journal and, where done, the observed placement, in one transaction.';

REVOKE ALL ON FUNCTION move_step FROM PUBLIC;
GRANT EXECUTE ON FUNCTION move_step TO vmatrix_actuator;
