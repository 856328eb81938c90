-- Makes use, lines and charges of an open period anew, as rates are known now.
CREATE OR REPLACE FUNCTION ledger_fill(p ledger_period, until timestamptz) RETURNS ledger_period
LANGUAGE plpgsql
SET search_path = vmatrix, pg_temp
AS $$
DECLARE
    moment timestamptz := clock_timestamp();
BEGIN
    -- Not TRUNCATE: who reads a report meanwhile must not find it empty.
    DELETE FROM charge WHERE period = p.period;
    DELETE FROM cost_line WHERE period = p.period;
    DELETE FROM domain_use WHERE period = p.period;
    DELETE FROM ledger_note WHERE period = p.period;
    PERFORM ledger_measure(p, until);
    ANALYZE use_hour, host_version, placement_version, domain_version, service_version;
    INSERT INTO domain_use SELECT * FROM ledger_use(p.period, until, moment);
    EXECUTE format('ANALYZE %I', 'domain_use_' || replace(p.period, '-', ''));
    INSERT INTO cost_line SELECT * FROM ledger_cost(p.period, until, moment);
    EXECUTE format('ANALYZE %I', 'cost_line_' || replace(p.period, '-', ''));
    INSERT INTO charge SELECT * FROM ledger_split(p.period);
    EXECUTE format('ANALYZE %I', 'charge_' || replace(p.period, '-', ''));
    PERFORM ledger_check(p);
    DELETE FROM invoice_line WHERE period = p.period;
    INSERT INTO invoice_line SELECT * FROM ledger_invoice(p.period);
    INSERT INTO ledger_note (period, subject, note)
        SELECT p.period, 'host ' || host, 'has no machine price: ' || trim_scale(round(sum(quantity), 2)) || ' h at 0'
        FROM cost_line
        WHERE period = p.period AND component = 'machine' AND price_source = 'default' AND unit_price = 0
        GROUP BY host
        UNION ALL
        SELECT p.period, 'domain ' || min(domain), 'CPU was not measured for '
               || trim_scale(round(sum(extract(epoch FROM ends_at - starts_at)) / 3600, 2))
               || ' h: its virtual CPUs count in full'
        FROM domain_use WHERE period = p.period AND NOT cpu_measured GROUP BY domain_id
        ON CONFLICT DO NOTHING;
    UPDATE ledger_period u
        SET charged_until = until, known_at = moment, charged_by = session_user,
            total = (SELECT coalesce(sum(amount), 0) FROM cost_line c WHERE c.period = p.period),
            n_charges = (SELECT count(*) FROM charge c WHERE c.period = p.period)
        WHERE u.period = p.period RETURNING * INTO p;
    RETURN p;
END
$$;
COMMENT ON FUNCTION ledger_fill(ledger_period, timestamptz) IS 'Charges an open period anew';
