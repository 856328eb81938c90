-- Rows and SHA-256 of a report's rows in order, over the time that is set.
CREATE OR REPLACE FUNCTION report_digest(report_name text, OUT n_rows bigint, OUT digest text)
LANGUAGE plpgsql STABLE
SET search_path = vmatrix, pg_temp
SET timezone = 'UTC'
SET datestyle = 'ISO, YMD'
AS $$
BEGIN
    WITH line AS (
        SELECT r::text AS text FROM report_summary r WHERE report_name = 'summary'
        UNION ALL SELECT r::text FROM report_cost_by_service r WHERE report_name = 'cost-by-service'
        UNION ALL SELECT r::text FROM report_cost_by_team r WHERE report_name = 'cost-by-team'
        UNION ALL SELECT r::text FROM report_cost_by_host r WHERE report_name = 'cost-by-host'
        UNION ALL SELECT r::text FROM report_people r WHERE report_name = 'people'
        UNION ALL SELECT r::text FROM report_budget r WHERE report_name = 'budget'
        UNION ALL SELECT r::text FROM report_focus r WHERE report_name = 'focus'
    ), hashed AS (
        SELECT encode(sha256(convert_to(text, 'UTF8')), 'hex') AS hash FROM line
    )
    SELECT count(*), encode(sha256(convert_to(coalesce(string_agg(hash, '' ORDER BY hash COLLATE "C"), ''), 'UTF8')), 'hex')
        INTO n_rows, digest FROM hashed;
END
$$;
COMMENT ON FUNCTION report_digest(text) IS 'Rows and SHA-256 of a report over the time that is set';
