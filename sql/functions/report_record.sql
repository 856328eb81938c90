-- Runs a report over a time (NULL: the newest charged period), keeps its digest, and refuses one that
-- differs from an earlier run although every period in it is closed.
CREATE OR REPLACE FUNCTION report_record(report_name text, fields jsonb) RETURNS report_run
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = vmatrix, pg_temp
AS $$
DECLARE
    r report_run;
    old report_run;
BEGIN
    IF report_name NOT IN ('summary', 'cost-by-service', 'cost-by-team', 'cost-by-host', 'people',
                           'budget', 'focus') THEN
        RAISE EXCEPTION 'no report ''%'' of the ledger', report_name USING ERRCODE = 'VM002',
            HINT = 'there are: summary, cost-by-service, cost-by-team, cost-by-host, people, budget, focus';
    END IF;
    PERFORM set_config('vmatrix.report_from', coalesce(fields ->> 'from', ''), true),
            set_config('vmatrix.report_to', coalesce(fields ->> 'to', ''), true);
    r.report_from := report_from();
    r.report_to := report_to();
    IF r.report_from IS NULL OR r.report_to IS NULL THEN
        RAISE EXCEPTION 'no period is charged yet' USING ERRCODE = 'VM066',
            HINT = '''vmatrix ledger charge'' charges one';
    ELSIF r.report_from >= r.report_to THEN
        RAISE EXCEPTION 'the time ends before it begins' USING ERRCODE = 'VM002',
            HINT = '--to is not included: March is --from 2026-03-01 --to 2026-04-01';
    END IF;
    SELECT coalesce(bool_and(state = 'closed'), false) INTO r.final FROM ledger_period
        WHERE starts_at < r.report_to AND ends_at > r.report_from;
    SELECT d.n_rows, d.digest INTO r.n_rows, r.digest FROM report_digest(report_name) d;
    SELECT * INTO old FROM report_run o
        WHERE o.report = report_name AND o.report_from = r.report_from AND o.report_to = r.report_to
          AND o.final AND o.digest <> r.digest ORDER BY o.report_run_id LIMIT 1;
    IF FOUND AND r.final THEN
        RAISE EXCEPTION 'report ''%'' is no longer what run % was', report_name, old.report_run_id
            USING ERRCODE = 'VM001', HINT = '''vmatrix ledger audit'' tells which rows differ';
    END IF;
    INSERT INTO report_run (report, report_from, report_to, final, n_rows, digest)
        VALUES (report_name, r.report_from, r.report_to, r.final, r.n_rows, r.digest) RETURNING * INTO r;
    RETURN r;
END
$$;
COMMENT ON FUNCTION report_record(text, jsonb) IS 'Runs a report of the ledger and keeps its digest';
GRANT EXECUTE ON FUNCTION report_record(text, jsonb) TO vmatrix_finance;
