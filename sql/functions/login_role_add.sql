-- Makes a login role where it is missing and a member of vmatrix_<group>. SECURITY INVOKER: only
-- who may create roles can do it.
CREATE OR REPLACE FUNCTION login_role_add(login_name text, group_name text) RETURNS void
LANGUAGE plpgsql
SET search_path = vmatrix, pg_temp
AS $$
BEGIN
    IF group_name NOT IN ('collector', 'planner', 'approver', 'actuator', 'auditor',
                          'finance', 'tenant') THEN
        RAISE EXCEPTION 'unknown role ''%''', group_name USING ERRCODE = 'VM002';
    END IF;
    PERFORM pg_advisory_xact_lock(hashtextextended('vmatrix.login_role', 0));
    IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = login_name) THEN
        EXECUTE format('CREATE ROLE %I LOGIN', login_name);
    END IF;
    IF NOT EXISTS (SELECT FROM pg_catalog.pg_auth_members m
                   JOIN pg_catalog.pg_roles g ON g.oid = m.roleid
                   JOIN pg_catalog.pg_roles l ON l.oid = m.member
                   WHERE g.rolname = 'vmatrix_' || group_name AND l.rolname = login_name) THEN
        EXECUTE format('GRANT %I TO %I', 'vmatrix_' || group_name, login_name);
        PERFORM journal_write(NULL, NULL, NULL, NULL, NULL, 'role granted',
                              format('''%s'' is %s', login_name, group_name), NULL);
    END IF;
END
$$;
COMMENT ON FUNCTION login_role_add(text, text) IS 'Makes a login role and a member of vmatrix_<group>';
