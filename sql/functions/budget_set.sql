-- Sets what a service is planned to cost in a period, and for how many domain-hours.
CREATE OR REPLACE FUNCTION budget_set(service_name text, fields jsonb) RETURNS budget
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = vmatrix, pg_temp
AS $$
DECLARE
    id integer := service_id_of(service_name);
    b budget := jsonb_populate_record(NULL::budget, fields - 'amount');
    estate_currency text := rate_at('currency', NULL, now());
BEGIN
    SELECT s.team INTO b.team FROM service s WHERE s.service_id = id;
    IF b.team IS NULL THEN
        RAISE EXCEPTION 'service ''%'' has no team', service_name USING ERRCODE = 'VM065',
            HINT = 'set it with ''vmatrix service set''';
    ELSIF fields ->> 'amount' IS NULL OR fields ->> 'amount' !~ '^[0-9]{1,15}([.][0-9]{1,6})?$' THEN
        RAISE EXCEPTION 'a budget needs an amount such as 1200.00, not ''%''',
            coalesce(fields ->> 'amount', '') USING ERRCODE = 'VM065';
    ELSIF b.period IS NULL OR b.domain_h IS NULL OR coalesce(b.reason, '') = '' THEN
        RAISE EXCEPTION 'a budget needs --period, --domain-h and --reason' USING ERRCODE = 'VM002';
    END IF;
    PERFORM check_period(b.period);
    IF EXISTS (SELECT FROM ledger_period p WHERE p.period = b.period AND p.state = 'closed') THEN
        RAISE EXCEPTION 'period ''%'' is closed, with the budget that it had', b.period USING ERRCODE = 'VM001',
            HINT = 'its reports never change; budget a later period';
    ELSIF b.currency <> estate_currency THEN
        RAISE EXCEPTION 'a budget in % where the estate is reckoned in %', b.currency, estate_currency
            USING ERRCODE = 'VM065', HINT = 'currencies are never mixed';
    END IF;
    INSERT INTO budget (period, team, service, amount, domain_h, currency, reason)
        VALUES (b.period, b.team, service_name, (fields ->> 'amount')::measure, b.domain_h,
                estate_currency, b.reason) RETURNING * INTO b;
    RETURN b;
END
$$;
COMMENT ON FUNCTION budget_set(text, jsonb) IS 'Sets the budget of a service in a period';
GRANT EXECUTE ON FUNCTION budget_set(text, jsonb) TO vmatrix_finance;
