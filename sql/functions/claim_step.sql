-- The intent, committed before the hypervisor is called: all that must hold at that moment is checked here.
CREATE OR REPLACE FUNCTION claim_step(p_execution bigint, p_epoch bigint, p_seq integer,
                                      p_detail text)
RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = vmatrix, pg_temp AS $$
DECLARE
    v_execution execution := require_epoch(p_execution, p_epoch);
    v_step step;
BEGIN
    PERFORM refuse_frozen();
    PERFORM refuse_unapproved(v_execution.plan, p_execution);
    SELECT * INTO v_step FROM step WHERE execution = p_execution AND seq = p_seq FOR UPDATE;
    IF NOT FOUND OR v_step.state <> 'planned' THEN
        RAISE EXCEPTION USING ERRCODE = 'VM001',
            MESSAGE = format('step %s cannot be claimed: it is ''%s''', p_seq,
                             coalesce(v_step.state, 'missing'));
    END IF;
    IF EXISTS (SELECT FROM step WHERE execution = p_execution AND wave < v_step.wave
               AND state NOT IN ('done', 'failed', 'skipped')) THEN
        RAISE EXCEPTION USING ERRCODE = 'VM001',
            MESSAGE = format('step %s cannot be claimed: a wave before its own has not ended',
                             p_seq);
    END IF;
    UPDATE step SET state = 'intent', attempt = attempt + 1, epoch = p_epoch,
                    changed_at = clock_timestamp()
    WHERE execution = p_execution AND seq = p_seq;
    PERFORM journal_write(v_execution.plan, p_execution, p_seq, v_step.attempt + 1, p_epoch,
                          'intent', p_detail, NULL);
EXCEPTION WHEN unique_violation THEN
    RAISE EXCEPTION USING ERRCODE = 'VM001',
        MESSAGE = format('domain ''%s'' has another move in hand', v_step.domain);
END
$$;

COMMENT ON FUNCTION claim_step IS 'planned to intent: not frozen, approval valid, epoch current, earlier waves ended, no other open move of the domain.';

REVOKE ALL ON FUNCTION claim_step FROM PUBLIC;
GRANT EXECUTE ON FUNCTION claim_step TO vmatrix_actuator;
