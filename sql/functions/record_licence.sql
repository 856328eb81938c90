-- Triggers of licence: another price or name begins a version, taking it away ends the open one.
CREATE OR REPLACE FUNCTION record_licence() RETURNS trigger
LANGUAGE plpgsql SET search_path = vmatrix, pg_temp AS $$
BEGIN
    IF TG_OP = 'TRUNCATE' THEN
        PERFORM licence_record(licence) FROM licence_version WHERE upper_inf(valid);
        RETURN NULL;
    END IF;
    IF TG_OP IN ('UPDATE', 'DELETE') THEN
        PERFORM licence_record(OLD.licence);
    END IF;
    IF TG_OP IN ('INSERT', 'UPDATE') THEN
        PERFORM licence_record(NEW.licence);
    END IF;
    RETURN NULL;
END
$$;
COMMENT ON FUNCTION record_licence IS 'Keeps the history of licences.';

CREATE OR REPLACE TRIGGER record_licence AFTER INSERT OR UPDATE OR DELETE ON licence
    FOR EACH ROW EXECUTE FUNCTION record_licence();
CREATE OR REPLACE TRIGGER record_licence_all AFTER TRUNCATE ON licence
    FOR EACH STATEMENT EXECUTE FUNCTION record_licence();
