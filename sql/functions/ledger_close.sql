-- Charges a period that is over a last time and closes it: from then on it never changes. Its notes
-- must be accepted with a reason, and the periods before it be closed.
CREATE OR REPLACE FUNCTION ledger_close(period_name text, accept_reason text) RETURNS ledger_period
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = vmatrix, pg_temp
AS $$
DECLARE
    p ledger_period := ledger_charge(period_name);
    earlier text;
    n_notes bigint;
    parent text;
BEGIN
    SELECT min(period) INTO earlier FROM ledger_period
        WHERE state = 'open' AND charged_until IS NOT NULL AND ends_at <= p.starts_at;
    SELECT count(*) INTO n_notes FROM ledger_note WHERE period = p.period;
    IF p.charged_until < p.ends_at THEN
        RAISE EXCEPTION 'period ''%'' is not over', p.period USING ERRCODE = 'VM001',
            HINT = 'it ends at ' || to_char(p.ends_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"');
    ELSIF earlier IS NOT NULL THEN
        RAISE EXCEPTION 'period ''%'' is open', earlier USING ERRCODE = 'VM001',
            HINT = 'close the periods in order';
    ELSIF n_notes > 0 AND coalesce(accept_reason, '') = '' THEN
        RAISE EXCEPTION 'period ''%'' has % notes', p.period, n_notes USING ERRCODE = 'VM001',
            HINT = 'read them (''vmatrix ledger notes''), and accept them with --accept REASON';
    END IF;
    FOREACH parent IN ARRAY ARRAY['charge', 'cost_line', 'domain_use'] LOOP
        EXECUTE format('CREATE TRIGGER closed BEFORE INSERT OR UPDATE OR DELETE ON %I '
                       'FOR EACH ROW EXECUTE FUNCTION refuse_closed(%L)',
                       parent || '_' || replace(p.period, '-', ''), p.period);
        EXECUTE format('CREATE TRIGGER closed_whole BEFORE TRUNCATE ON %I '
                       'FOR EACH STATEMENT EXECUTE FUNCTION refuse_closed(%L)',
                       parent || '_' || replace(p.period, '-', ''), p.period);
    END LOOP;
    UPDATE ledger_period u
        SET state = 'closed', closed_at = clock_timestamp(), closed_by = session_user,
            accepted = CASE WHEN n_notes > 0 THEN accept_reason END, digest = ledger_digest(p.period)
        WHERE u.period = p.period RETURNING * INTO p;
    RETURN p;
END
$$;
COMMENT ON FUNCTION ledger_close(text, text) IS 'Closes a period for good';
GRANT EXECUTE ON FUNCTION ledger_close(text, text) TO vmatrix_finance;
