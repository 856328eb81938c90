-- Charges a period up to now (NULL: the present month). Again and again until it is closed.
CREATE OR REPLACE FUNCTION ledger_charge(period_name text) RETURNS ledger_period
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = vmatrix, pg_temp
AS $$
DECLARE
    p ledger_period := ledger_open(coalesce(period_name, to_char(
        now() AT TIME ZONE rate_at('billing_time_zone', NULL, now()), 'YYYY-MM')));
BEGIN
    IF p.state = 'closed' THEN
        RAISE EXCEPTION 'period ''%'' is closed', p.period USING ERRCODE = 'VM001',
            HINT = '''vmatrix ledger correct'' posts a correction in a later period';
    ELSIF p.starts_at >= now() THEN
        RAISE EXCEPTION 'period ''%'' has not begun', p.period USING ERRCODE = 'VM001';
    END IF;
    RETURN ledger_fill(p, least(p.ends_at, now()));
END
$$;
COMMENT ON FUNCTION ledger_charge(text) IS 'Charges an open period up to now';
GRANT EXECUTE ON FUNCTION ledger_charge(text) TO vmatrix_finance;
