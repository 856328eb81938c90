-- Gives an open execution up; what was done stays done.
CREATE OR REPLACE FUNCTION abandon_execution(p_plan text, p_reason text)
RETURNS void LANGUAGE plpgsql SET search_path = vmatrix, pg_temp AS $$
DECLARE
    v_execution execution;
    v_open text;
BEGIN
    SELECT * INTO v_execution FROM execution WHERE plan = p_plan AND state = 'open' FOR UPDATE;
    IF NOT FOUND THEN
        RETURN;
    END IF;
    SELECT string_agg(format('%s (%s)', seq, state), ', ' ORDER BY seq) INTO v_open FROM step
    WHERE execution = v_execution.execution AND state IN ('intent', 'calling', 'unknown');
    IF v_open IS NOT NULL THEN
        RAISE EXCEPTION USING ERRCODE = 'VM006',
            MESSAGE = format('plan ''%s'' has steps that are not settled: %s', p_plan, v_open),
            HINT = format('''vmatrix apply %s'' settles them', p_plan);
    END IF;
    UPDATE step SET state = 'skipped', changed_at = clock_timestamp()
    WHERE execution = v_execution.execution AND state IN ('planned', 'failed');
    UPDATE execution SET state = 'abandoned', epoch = epoch + 1, ended_at = clock_timestamp()
    WHERE execution = v_execution.execution;
    PERFORM journal_write(p_plan, v_execution.execution, NULL, NULL, v_execution.epoch + 1,
                          'abandoned', p_reason, NULL);
END
$$;

COMMENT ON FUNCTION abandon_execution IS 'Ends the open execution of a plan, if any; refused while a step is not settled.';

REVOKE ALL ON FUNCTION abandon_execution FROM PUBLIC;
