-- Above which one-off cost a plan needs two approvers. For the owner of the schema alone.
CREATE OR REPLACE FUNCTION second_approver_set(p_fields jsonb) RETURNS void
LANGUAGE plpgsql SET search_path = vmatrix, pg_temp AS $$
DECLARE
    v_above numeric := (p_fields ->> 'above')::numeric;
    v_currency text := coalesce(p_fields ->> 'currency', 'USD');
BEGIN
    UPDATE second_approver SET above = v_above,
        currency = CASE WHEN v_above IS NOT NULL THEN v_currency END,
        changed_by = session_user, changed_at = clock_timestamp();
    PERFORM journal_write(NULL, NULL, NULL, NULL, NULL, 'second approver',
                          CASE WHEN v_above IS NULL THEN 'never needed'
                               ELSE format('needed above a one-off cost of %s %s', v_above,
                                           v_currency) END, NULL);
END
$$;

COMMENT ON FUNCTION second_approver_set IS 'Sets the amount (above, null: never; currency, USD) above which two people must approve a plan.';

REVOKE ALL ON FUNCTION second_approver_set FROM PUBLIC;
