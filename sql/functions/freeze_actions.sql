CREATE OR REPLACE FUNCTION freeze_actions(p_reason text)
RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = vmatrix, pg_temp AS $$
    SELECT set_freeze(true, p_reason)
$$;

COMMENT ON FUNCTION freeze_actions IS 'Stops every new action; what is in hand ends. Whoever sees a danger may do it.';

REVOKE ALL ON FUNCTION freeze_actions FROM PUBLIC;
GRANT EXECUTE ON FUNCTION freeze_actions TO vmatrix_planner, vmatrix_approver, vmatrix_actuator;
