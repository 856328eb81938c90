-- Posts a correction of a closed period in the present one, as a line of its own.
CREATE OR REPLACE FUNCTION ledger_correct(corrected text, fields jsonb) RETURNS ledger_period
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = vmatrix, pg_temp
AS $$
DECLARE
    old ledger_period;
    c correction := jsonb_populate_record(NULL::correction, fields - 'amount');
    p ledger_period;
BEGIN
    SELECT * INTO old FROM ledger_period WHERE period = corrected;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'no period ''%''', corrected USING ERRCODE = 'VM066',
            HINT = '''vmatrix ledger list'' shows them';
    ELSIF old.state = 'open' THEN
        RAISE EXCEPTION 'period ''%'' is open', corrected USING ERRCODE = 'VM001',
            HINT = 'set the rates right and charge it again: ''vmatrix ledger charge''';
    END IF;
    c.amount := CASE WHEN fields ->> 'amount' ~ '^-?[0-9]{1,15}([.][0-9]{1,6})?$'
                     THEN (fields ->> 'amount')::numeric END;
    IF coalesce(c.amount, 0) = 0 THEN
        RAISE EXCEPTION 'a correction needs an amount such as -12.50, not ''%''',
            coalesce(fields ->> 'amount', '') USING ERRCODE = 'VM065';
    ELSIF coalesce(c.reason, '') = '' THEN
        RAISE EXCEPTION 'a correction needs a reason' USING ERRCODE = 'VM065',
            HINT = 'say it with --reason TEXT';
    END IF;
    PERFORM check_correction(c, old);
    p := ledger_open(to_char(now() AT TIME ZONE rate_at('billing_time_zone', NULL, now()), 'YYYY-MM'));
    IF c.service IS NOT NULL AND c.team IS NULL THEN
        SELECT s.team, s.cost_center INTO c.team, c.cost_center FROM service_version s
            WHERE s.service = c.service AND s.valid && tstzrange(old.starts_at, old.ends_at)
            ORDER BY lower(s.valid) DESC LIMIT 1;
    END IF;
    IF coalesce(c.currency, old.currency) <> p.currency THEN
        RAISE EXCEPTION 'a correction in % cannot be posted in period ''%'', which is reckoned in %',
            coalesce(c.currency, old.currency), p.period, p.currency USING ERRCODE = 'VM065',
            HINT = 'currencies are never mixed';
    END IF;
    INSERT INTO correction (period, corrects_period, component, host, service, team, cost_center,
                            amount, currency, reason)
        VALUES (p.period, old.period, coalesce(c.component, 'machine'), c.host, c.service, c.team,
                c.cost_center, c.amount, p.currency, c.reason);
    RETURN ledger_charge(p.period);
END
$$;
COMMENT ON FUNCTION ledger_correct(text, jsonb) IS 'Posts a correction of a closed period in the present one';
GRANT EXECUTE ON FUNCTION ledger_correct(text, jsonb) TO vmatrix_finance;
