-- Trigger of the version tables: an open version may be closed, by the transaction that wrote it
-- also changed; nothing else.
CREATE OR REPLACE FUNCTION keep_history() RETURNS trigger
LANGUAGE plpgsql SET search_path = vmatrix, pg_temp AS $$
BEGIN
    IF OLD.recorded_xid = pg_current_xact_id()
       OR TG_OP = 'UPDATE' AND upper_inf(OLD.valid) AND lower(NEW.valid) = lower(OLD.valid)
          AND to_jsonb(NEW) - 'valid' = to_jsonb(OLD) - 'valid' THEN
        RETURN CASE WHEN TG_OP = 'UPDATE' THEN NEW ELSE OLD END;
    END IF;
    RAISE EXCEPTION USING ERRCODE = 'VM001',
        MESSAGE = format('table ''%s'' keeps history: what was so is never changed', TG_TABLE_NAME),
        HINT = 'post a correction instead: ''vmatrix ledger correct''';
END
$$;
COMMENT ON FUNCTION keep_history IS 'Refuses every change of history but the end of what is still open.';

CREATE OR REPLACE TRIGGER keep_history BEFORE UPDATE OR DELETE ON host_version
    FOR EACH ROW EXECUTE FUNCTION keep_history();
CREATE OR REPLACE TRIGGER keep_history BEFORE UPDATE OR DELETE ON service_version
    FOR EACH ROW EXECUTE FUNCTION keep_history();
CREATE OR REPLACE TRIGGER keep_history BEFORE UPDATE OR DELETE ON domain_version
    FOR EACH ROW EXECUTE FUNCTION keep_history();
CREATE OR REPLACE TRIGGER keep_history BEFORE UPDATE OR DELETE ON placement_version
    FOR EACH ROW EXECUTE FUNCTION keep_history();
CREATE OR REPLACE TRIGGER keep_history BEFORE UPDATE OR DELETE ON licence_version
    FOR EACH ROW EXECUTE FUNCTION keep_history();
