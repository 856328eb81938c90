-- Trigger of ledger_period: open → closed, and nothing after that.
CREATE OR REPLACE FUNCTION keep_period() RETURNS trigger
LANGUAGE plpgsql SET search_path = vmatrix, pg_temp AS $$
BEGIN
    IF OLD.state = 'closed' OR TG_OP = 'DELETE' THEN
        RAISE EXCEPTION USING ERRCODE = 'VM001',
            MESSAGE = format('period ''%s'' is %s', OLD.period,
                             CASE WHEN OLD.state = 'closed' THEN 'closed' ELSE 'kept' END);
    END IF;
    RETURN NEW;
END
$$;
COMMENT ON FUNCTION keep_period IS 'Refuses every change of a closed period.';

CREATE OR REPLACE TRIGGER keep_period BEFORE UPDATE OR DELETE ON ledger_period
    FOR EACH ROW EXECUTE FUNCTION keep_period();
