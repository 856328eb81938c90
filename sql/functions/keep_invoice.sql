-- Trigger of invoice_line and ledger_note: what stands there of a closed period stays.
CREATE OR REPLACE FUNCTION keep_invoice() RETURNS trigger
LANGUAGE plpgsql SET search_path = vmatrix, pg_temp AS $$
DECLARE
    closed text;
BEGIN
    SELECT min(p.period) INTO closed FROM ledger_period p
        WHERE p.state = 'closed' AND (TG_OP = 'TRUNCATE'
              OR p.period IN (to_jsonb(OLD) ->> 'period', to_jsonb(NEW) ->> 'period'));
    IF closed IS NOT NULL THEN
        RAISE EXCEPTION USING ERRCODE = 'VM001', MESSAGE = format('period ''%s'' is closed', closed),
            HINT = '''vmatrix ledger correct'' posts a correction in a later period';
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END
$$;
COMMENT ON FUNCTION keep_invoice IS 'Refuses every change of what was invoiced for a closed period.';

CREATE OR REPLACE TRIGGER keep_invoice BEFORE INSERT OR UPDATE OR DELETE ON invoice_line
    FOR EACH ROW EXECUTE FUNCTION keep_invoice();
CREATE OR REPLACE TRIGGER keep_invoice_whole BEFORE TRUNCATE ON invoice_line
    FOR EACH STATEMENT EXECUTE FUNCTION keep_invoice();
CREATE OR REPLACE TRIGGER keep_invoice BEFORE INSERT OR UPDATE OR DELETE ON ledger_note
    FOR EACH ROW EXECUTE FUNCTION keep_invoice();
CREATE OR REPLACE TRIGGER keep_invoice_whole BEFORE TRUNCATE ON ledger_note
    FOR EACH STATEMENT EXECUTE FUNCTION keep_invoice();
