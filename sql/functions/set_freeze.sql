-- Stops every new action everywhere, or lets them go on.
CREATE OR REPLACE FUNCTION set_freeze(p_frozen boolean, p_reason text)
RETURNS void LANGUAGE plpgsql SET search_path = vmatrix, pg_temp AS $$
BEGIN
    UPDATE freeze_switch SET frozen = p_frozen, reason = coalesce(p_reason, ''),
                      changed_by = session_user, changed_at = clock_timestamp();
    PERFORM journal_write(NULL, NULL, NULL, NULL, NULL,
                          CASE WHEN p_frozen THEN 'frozen' ELSE 'unfrozen' END, p_reason, NULL);
END
$$;

COMMENT ON FUNCTION set_freeze IS 'Turns the freeze switch; freeze_actions and unfreeze_actions are its two doors.';

REVOKE ALL ON FUNCTION set_freeze FROM PUBLIC;
