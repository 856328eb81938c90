-- The open execution, held still until the transaction ends; VM006 where another has taken it over.
CREATE OR REPLACE FUNCTION require_epoch(p_execution bigint, p_epoch bigint) RETURNS execution
LANGUAGE plpgsql SET search_path = vmatrix, pg_temp AS $$
DECLARE
    v_execution execution;
BEGIN
    SELECT * INTO v_execution FROM execution WHERE execution = p_execution FOR SHARE;
    IF NOT FOUND OR v_execution.state <> 'open' THEN
        RAISE EXCEPTION USING ERRCODE = 'VM006',
            MESSAGE = format('execution %s is not open any more', p_execution);
    END IF;
    IF v_execution.epoch <> p_epoch THEN
        RAISE EXCEPTION USING ERRCODE = 'VM006',
            MESSAGE = format('another actuator has taken execution %s over (epoch %s, ours is %s)',
                             p_execution, v_execution.epoch, p_epoch);
    END IF;
    RETURN v_execution;
END
$$;

COMMENT ON FUNCTION require_epoch IS 'Refuses writes of an actuator whose execution was taken over or has ended.';

REVOKE ALL ON FUNCTION require_epoch FROM PUBLIC;
