-- Appends one entry to the chain; only the trigger calls it.
CREATE OR REPLACE FUNCTION audit_append(p_subject text, p_key text, p_body text) RETURNS void
LANGUAGE plpgsql SET search_path = vmatrix, pg_temp AS $$
DECLARE
    v_previous text;
    v_entry bigint;
    v_at text;
    v_hash text;
BEGIN
    SELECT entry + 1, hash INTO STRICT v_entry, v_previous FROM audit_head FOR UPDATE;
    v_at := to_char(clock_timestamp() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"');
    v_hash := encode(sha256(convert_to(concat_ws(E'\n', v_previous, v_entry, v_at, session_user,
                                                 p_subject, p_key, p_body), 'UTF8')), 'hex');
    INSERT INTO audit (entry, at, actor, subject, key, body, previous, hash)
    VALUES (v_entry, v_at, session_user, p_subject, p_key, p_body, v_previous, v_hash);
    UPDATE audit_head SET entry = v_entry, hash = v_hash;
END
$$;

COMMENT ON FUNCTION audit_append IS 'Appends an entry behind the head, which stays locked until the transaction ends.';

REVOKE ALL ON FUNCTION audit_append FROM PUBLIC;
