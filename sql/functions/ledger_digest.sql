-- SHA-256 over all rows of a period in order, a day at a time.
CREATE OR REPLACE FUNCTION ledger_digest(period_name text) RETURNS text
LANGUAGE sql STABLE
SET search_path = vmatrix, pg_temp
SET timezone = 'UTC'
SET datestyle = 'ISO, YMD'
AS $$
    SELECT encode(sha256(convert_to(coalesce(string_agg(digest, '' ORDER BY kind, day), ''), 'UTF8')), 'hex')
    FROM (
        SELECT 'charge' AS kind, date_trunc('day', c.starts_at, 'UTC') AS day,
               encode(sha256(convert_to(string_agg(c::text, E'\n' ORDER BY c.line, c.part), 'UTF8')), 'hex') AS digest
        FROM charge c WHERE c.period = period_name GROUP BY 2
        UNION ALL
        SELECT 'cost_line', date_trunc('day', c.starts_at, 'UTC'),
               encode(sha256(convert_to(string_agg(c::text, E'\n' ORDER BY c.line), 'UTF8')), 'hex')
        FROM cost_line c WHERE c.period = period_name GROUP BY 2
    ) d
$$;
COMMENT ON FUNCTION ledger_digest(text) IS 'SHA-256 over the lines and charges of a period in order';
GRANT EXECUTE ON FUNCTION ledger_digest(text) TO vmatrix_auditor;
