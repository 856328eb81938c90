-- The period itself; an error where it is none or was never charged.
CREATE OR REPLACE FUNCTION charged_period(name text) RETURNS text
LANGUAGE plpgsql STABLE
SET search_path = vmatrix, pg_temp
AS $$
BEGIN
    PERFORM check_period(name);
    IF name IS NOT NULL
       AND NOT EXISTS (SELECT FROM ledger_period p WHERE p.period = name AND p.charged_until IS NOT NULL) THEN
        RAISE EXCEPTION 'period ''%'' is not charged', name USING ERRCODE = 'VM066',
            HINT = '''vmatrix ledger list'' shows the periods';
    END IF;
    RETURN name;
END
$$;
COMMENT ON FUNCTION charged_period(text) IS 'Refuses what is no charged period';
GRANT EXECUTE ON FUNCTION charged_period(text) TO vmatrix_planner, vmatrix_approver, vmatrix_actuator,
    vmatrix_auditor, vmatrix_tenant;
