-- The beginning of the time that reports are about: setting vmatrix.report_from, else that of the
-- newest period that is charged.
CREATE OR REPLACE FUNCTION report_from() RETURNS timestamptz
LANGUAGE sql STABLE
SET search_path = vmatrix, pg_temp
AS $$
    SELECT coalesce(nullif(current_setting('vmatrix.report_from', true), '')::timestamptz,
                    (SELECT starts_at FROM ledger_period WHERE charged_until IS NOT NULL
                     ORDER BY starts_at DESC LIMIT 1))
$$;
COMMENT ON FUNCTION report_from() IS 'Beginning of the time that reports are about';
GRANT EXECUTE ON FUNCTION report_from() TO vmatrix_planner, vmatrix_approver, vmatrix_actuator,
    vmatrix_auditor, vmatrix_tenant;
