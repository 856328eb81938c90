CREATE OR REPLACE FUNCTION unfreeze_actions(p_reason text)
RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = vmatrix, pg_temp AS $$
    SELECT set_freeze(false, p_reason)
$$;

COMMENT ON FUNCTION unfreeze_actions IS 'Lets actions go on; an approver''s decision.';

REVOKE ALL ON FUNCTION unfreeze_actions FROM PUBLIC;
GRANT EXECUTE ON FUNCTION unfreeze_actions TO vmatrix_approver;
