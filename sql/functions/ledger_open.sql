-- Opens a billing month where it is not yet: it begins in the billing time zone, or where the month
-- before it ended, and has a partition of each table of the ledger.
CREATE OR REPLACE FUNCTION ledger_open(period_name text) RETURNS ledger_period
LANGUAGE plpgsql
SET search_path = vmatrix, pg_temp
AS $$
DECLARE
    p ledger_period;
    first_day timestamp;
    parent text;
BEGIN
    PERFORM check_period(period_name);
    PERFORM pg_advisory_xact_lock(hashtextextended('vmatrix.ledger', 0));
    SELECT * INTO p FROM ledger_period WHERE period = period_name;
    IF FOUND THEN
        RETURN p;
    END IF;
    first_day := (period_name || '-01')::timestamp;
    p.period := period_name;
    p.time_zone := rate_at('billing_time_zone', NULL, first_day AT TIME ZONE 'UTC');
    p.currency := rate_at('currency', NULL, first_day AT TIME ZONE p.time_zone);
    SELECT ends_at INTO p.starts_at FROM ledger_period
        WHERE period = to_char(first_day - interval '1 month', 'YYYY-MM');
    p.starts_at := coalesce(p.starts_at, first_day AT TIME ZONE p.time_zone);
    p.ends_at := (first_day + interval '1 month') AT TIME ZONE p.time_zone;
    INSERT INTO ledger_period (period, time_zone, currency, starts_at, ends_at)
        VALUES (p.period, p.time_zone, p.currency, p.starts_at, p.ends_at) RETURNING * INTO p;
    FOREACH parent IN ARRAY ARRAY['cost_line', 'domain_use', 'charge'] LOOP
        -- Attached, not made in place: who reads the other months goes on reading.
        EXECUTE format('CREATE TABLE %1$I (LIKE %2$I INCLUDING ALL); '
                       'ALTER TABLE %2$I ATTACH PARTITION %1$I FOR VALUES IN (%3$L)',
                       parent || '_' || replace(period_name, '-', ''), parent, period_name);
    END LOOP;
    RETURN p;
END
$$;
COMMENT ON FUNCTION ledger_open(text) IS 'Opens a billing month and makes its partitions';
