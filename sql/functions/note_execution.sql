CREATE OR REPLACE FUNCTION note_execution(p_execution bigint, p_epoch bigint, p_seq integer,
                                          p_detail text)
RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = vmatrix, pg_temp AS $$
DECLARE
    v_execution execution := require_epoch(p_execution, p_epoch);
BEGIN
    PERFORM journal_write(v_execution.plan, p_execution, p_seq, NULL, p_epoch, 'note', p_detail,
                          NULL);
END
$$;

COMMENT ON FUNCTION note_execution IS 'Writes a note of the actuator to the journal.';

REVOKE ALL ON FUNCTION note_execution FROM PUBLIC;
GRANT EXECUTE ON FUNCTION note_execution TO vmatrix_actuator;
