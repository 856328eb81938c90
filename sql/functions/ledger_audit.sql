-- Reckons a period again from history, use and rates as they were known when it was charged, and
-- counts the rows that differ from what is stored (charges: and what is invoiced of them): all 0, or the ledger is not what made it.
CREATE OR REPLACE FUNCTION ledger_audit(period_name text,
    OUT period text, OUT use_differs bigint, OUT lines_differ bigint, OUT charges_differ bigint,
    OUT digest_holds boolean)
LANGUAGE plpgsql STABLE
SET search_path = vmatrix, pg_temp
AS $$
#variable_conflict use_column
DECLARE
    p ledger_period;
BEGIN
    SELECT * INTO p FROM ledger_period l WHERE l.period = period_name;
    IF p.charged_until IS NULL THEN
        RAISE EXCEPTION 'period ''%'' is not charged', period_name USING ERRCODE = 'VM066',
            HINT = '''vmatrix ledger list'' shows the periods';
    END IF;
    ledger_audit.period := p.period;
    WITH stored AS (SELECT u FROM domain_use u WHERE u.period = p.period),
         again AS (SELECT u FROM ledger_use(p.period, p.charged_until, p.known_at) u)
    SELECT count(*) INTO use_differs FROM ((SELECT * FROM stored EXCEPT ALL SELECT * FROM again)
        UNION ALL (SELECT * FROM again EXCEPT ALL SELECT * FROM stored)) d;
    WITH stored AS (SELECT c FROM cost_line c WHERE c.period = p.period),
         again AS (SELECT c FROM ledger_cost(p.period, p.charged_until, p.known_at) c)
    SELECT count(*) INTO lines_differ FROM ((SELECT * FROM stored EXCEPT ALL SELECT * FROM again)
        UNION ALL (SELECT * FROM again EXCEPT ALL SELECT * FROM stored)) d;
    WITH stored AS (SELECT c FROM charge c WHERE c.period = p.period),
         again AS (SELECT c FROM ledger_split(p.period) c)
    SELECT count(*) INTO charges_differ FROM ((SELECT * FROM stored EXCEPT ALL SELECT * FROM again)
        UNION ALL (SELECT * FROM again EXCEPT ALL SELECT * FROM stored)) d;
    WITH stored AS (SELECT i FROM invoice_line i WHERE i.period = p.period),
         again AS (SELECT i FROM ledger_invoice(p.period) i)
    SELECT charges_differ + count(*) INTO charges_differ FROM ((SELECT * FROM stored EXCEPT ALL SELECT * FROM again)
        UNION ALL (SELECT * FROM again EXCEPT ALL SELECT * FROM stored)) d;
    digest_holds := p.state = 'open' OR ledger_digest(p.period) = p.digest;
END
$$;
COMMENT ON FUNCTION ledger_audit(text) IS 'Reckons a period again and counts what differs from what is stored';
GRANT EXECUTE ON FUNCTION ledger_audit(text) TO vmatrix_auditor;
