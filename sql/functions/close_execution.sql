CREATE OR REPLACE FUNCTION close_execution(p_execution bigint, p_epoch bigint)
RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = vmatrix, pg_temp AS $$
DECLARE
    v_execution execution := require_epoch(p_execution, p_epoch);
    v_left integer;
BEGIN
    SELECT count(*) INTO v_left FROM step WHERE execution = p_execution AND state <> 'done';
    IF v_left > 0 THEN
        RAISE EXCEPTION USING ERRCODE = 'VM001',
            MESSAGE = format('execution %s cannot end: %s steps are not done', p_execution, v_left);
    END IF;
    UPDATE execution SET state = 'done', ended_at = clock_timestamp()
    WHERE execution = p_execution;
    PERFORM journal_write(v_execution.plan, p_execution, NULL, NULL, p_epoch, 'ended',
                          'every step is done', NULL);
END
$$;

COMMENT ON FUNCTION close_execution IS 'Ends an execution whose every step is done.';

REVOKE ALL ON FUNCTION close_execution FROM PUBLIC;
GRANT EXECUTE ON FUNCTION close_execution TO vmatrix_actuator;
