-- A result that an actuator could not write when it had it: the database was lost. Taken in as if it
-- had been written then, if nobody has settled the step since.
CREATE OR REPLACE FUNCTION take_in_result(p_plan text, p_digest text, p_execution bigint,
                                          p_epoch bigint, p_seq integer, p_state text,
                                          p_detail text, p_figures json, p_at timestamptz)
RETURNS text LANGUAGE plpgsql SECURITY DEFINER SET search_path = vmatrix, pg_temp AS $$
DECLARE
    v_execution execution;
    v_step step;
    v_detail text := format('%s (kept on disk at %s, while the database was out of reach)',
                            p_detail, to_char(p_at, 'YYYY-MM-DD"T"HH24:MI:SS"Z"'));
BEGIN
    SELECT e.* INTO v_execution FROM execution e JOIN plan p USING (plan)
    WHERE e.execution = p_execution AND e.plan = p_plan AND p.plan_digest = p_digest
    FOR SHARE OF e;
    IF NOT FOUND THEN
        RETURN 'foreign';
    END IF;
    SELECT * INTO v_step FROM step WHERE execution = p_execution AND seq = p_seq FOR UPDATE;
    IF NOT FOUND THEN
        RETURN 'foreign';
    END IF;
    IF v_step.epoch = p_epoch AND v_step.state = p_state THEN
        RETURN 'known';
    END IF;
    IF v_execution.state <> 'open' OR v_step.epoch <> p_epoch
       OR v_step.state NOT IN ('intent', 'calling') THEN
        PERFORM journal_write(p_plan, p_execution, p_seq, v_step.attempt, v_execution.epoch, 'note',
                              format('came too late, the step was ''%s'' already: %s: %s',
                                     v_step.state, p_state, v_detail), p_figures);
        RETURN 'late';
    END IF;
    UPDATE step SET state = p_state, changed_at = clock_timestamp()
    WHERE execution = p_execution AND seq = p_seq;
    IF p_state = 'done' THEN
        PERFORM record_done(p_plan, p_seq);
    END IF;
    PERFORM journal_write(p_plan, p_execution, p_seq, v_step.attempt, v_execution.epoch, p_state,
                          v_detail, p_figures);
    RETURN 'taken';
END
$$;

COMMENT ON FUNCTION take_in_result IS 'taken, known (it had been written after all), late (somebody has settled the step since; a note says so) or foreign (of another database).';

REVOKE ALL ON FUNCTION take_in_result FROM PUBLIC;
GRANT EXECUTE ON FUNCTION take_in_result TO vmatrix_actuator;
