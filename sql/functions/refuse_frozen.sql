-- Holds the freeze switch still until the caller's transaction ends, and refuses where it is set.
CREATE OR REPLACE FUNCTION refuse_frozen() RETURNS void
LANGUAGE plpgsql SET search_path = vmatrix, pg_temp AS $$
DECLARE
    v_freeze freeze_switch;
BEGIN
    SELECT * INTO STRICT v_freeze FROM freeze_switch FOR SHARE;
    IF v_freeze.frozen THEN
        RAISE EXCEPTION USING ERRCODE = 'VM004',
            MESSAGE = format('new actions are frozen by ''%s'' since %s: %s', v_freeze.changed_by,
                             to_char(v_freeze.changed_at, 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
                             v_freeze.reason),
            HINT = 'an approver lifts it with ''vmatrix unfreeze''';
    END IF;
END
$$;

COMMENT ON FUNCTION refuse_frozen IS 'VM004 while new actions are frozen; else nobody can freeze until the transaction ends.';

REVOKE ALL ON FUNCTION refuse_frozen FROM PUBLIC;
