-- Appends to the journal; only the functions of vmatrix call it.
CREATE OR REPLACE FUNCTION journal_write(p_plan text, p_execution bigint, p_seq integer,
                                         p_attempt integer, p_epoch bigint, p_event text,
                                         p_detail text, p_figures json)
RETURNS void LANGUAGE sql SET search_path = vmatrix, pg_temp AS $$
    INSERT INTO journal (plan, execution, seq, attempt, epoch, event, detail, figures)
    VALUES (p_plan, p_execution, p_seq, p_attempt, p_epoch, p_event, coalesce(p_detail, ''),
            p_figures)
$$;

COMMENT ON FUNCTION journal_write IS 'Appends one entry to the journal in the caller''s transaction.';

REVOKE ALL ON FUNCTION journal_write FROM PUBLIC;
