-- Sets or, with NULL for both, lifts the limits of an approver. For the owner of the schema alone.
CREATE OR REPLACE FUNCTION approver_limit_set(p_approver text, p_fields jsonb) RETURNS void
LANGUAGE plpgsql SET search_path = vmatrix, pg_temp AS $$
DECLARE
    v_limit approver_limit;
BEGIN
    IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles r
                   WHERE r.rolname = p_approver
                     AND pg_catalog.pg_has_role(r.oid, 'vmatrix_approver', 'MEMBER')) THEN
        RAISE EXCEPTION USING ERRCODE = 'VM066', MESSAGE = format('no approver ''%s''', p_approver),
            HINT = format('''vmatrix db user add %s --role approver'' makes one', p_approver);
    END IF;
    SELECT * INTO v_limit FROM approver_limit WHERE approver = p_approver;
    IF p_fields ? 'max_operator_min' THEN
        v_limit.max_operator_min := (p_fields ->> 'max_operator_min')::numeric;
    END IF;
    IF p_fields ? 'max_domains' THEN
        v_limit.max_domains := (p_fields ->> 'max_domains')::bigint;
    END IF;
    DELETE FROM approver_limit WHERE approver = p_approver;
    IF v_limit.max_operator_min IS NOT NULL OR v_limit.max_domains IS NOT NULL THEN
        INSERT INTO approver_limit (approver, max_operator_min, max_domains)
        VALUES (p_approver, v_limit.max_operator_min, v_limit.max_domains);
    END IF;
    PERFORM journal_write(NULL, NULL, NULL, NULL, NULL, 'approver limit',
                          format('''%s'': operator minutes %s, domains %s', p_approver,
                                 coalesce(v_limit.max_operator_min::text, 'without limit'),
                                 coalesce(v_limit.max_domains::text, 'without limit')), NULL);
END
$$;

COMMENT ON FUNCTION approver_limit_set IS 'Sets the given limits (max_operator_min, max_domains; null: none) of an approver; the journal keeps who did it.';

REVOKE ALL ON FUNCTION approver_limit_set FROM PUBLIC;
