-- A step that cannot go is left out; the reason stands in the journal.
CREATE OR REPLACE FUNCTION skip_step(p_execution bigint, p_epoch bigint, p_seq integer,
                                     p_reason text)
RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = vmatrix, pg_temp AS $$
DECLARE
    v_execution execution := require_epoch(p_execution, p_epoch);
    v_step step;
BEGIN
    SELECT * INTO v_step FROM step WHERE execution = p_execution AND seq = p_seq FOR UPDATE;
    IF NOT FOUND OR v_step.state <> 'planned' THEN
        RAISE EXCEPTION USING ERRCODE = 'VM001',
            MESSAGE = format('step %s cannot be left out: it is ''%s''', p_seq,
                             coalesce(v_step.state, 'missing'));
    END IF;
    UPDATE step SET state = 'skipped', epoch = p_epoch, changed_at = clock_timestamp()
    WHERE execution = p_execution AND seq = p_seq;
    PERFORM journal_write(v_execution.plan, p_execution, p_seq, v_step.attempt, p_epoch, 'skipped',
                          p_reason, NULL);
END
$$;

COMMENT ON FUNCTION skip_step IS 'planned to skipped, with the reason; a later apply looks at the step again.';

REVOKE ALL ON FUNCTION skip_step FROM PUBLIC;
GRANT EXECUTE ON FUNCTION skip_step TO vmatrix_actuator;
