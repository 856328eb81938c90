-- The end of the time that reports are about: setting vmatrix.report_to, else that of the
-- newest period that is charged.
CREATE OR REPLACE FUNCTION report_to() RETURNS timestamptz
LANGUAGE sql STABLE
SET search_path = vmatrix, pg_temp
AS $$
    SELECT coalesce(nullif(current_setting('vmatrix.report_to', true), '')::timestamptz,
                    (SELECT ends_at FROM ledger_period WHERE charged_until IS NOT NULL
                     ORDER BY starts_at DESC LIMIT 1))
$$;
COMMENT ON FUNCTION report_to() IS 'End of the time that reports are about';
GRANT EXECUTE ON FUNCTION report_to() TO vmatrix_planner, vmatrix_approver, vmatrix_actuator,
    vmatrix_auditor, vmatrix_tenant;
