-- What is told as a period must be one; NULL is none at all.
CREATE OR REPLACE FUNCTION check_period(name text) RETURNS void
LANGUAGE plpgsql IMMUTABLE
AS $$
BEGIN
    IF name !~ '^[0-9]{4}-(0[1-9]|1[0-2])$' THEN
        RAISE EXCEPTION '''%'' is no period', name USING ERRCODE = 'VM002',
            HINT = 'a period is a month such as 2026-03';
    END IF;
END
$$;
COMMENT ON FUNCTION check_period(text) IS 'Refuses what is no month such as 2026-03';
GRANT EXECUTE ON FUNCTION check_period(text) TO vmatrix_planner, vmatrix_approver, vmatrix_actuator,
    vmatrix_auditor, vmatrix_tenant;
