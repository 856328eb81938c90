-- Trigger of licence: another price begins a version, taking it away ends the open one.
CREATE OR REPLACE FUNCTION record_licence() RETURNS trigger
LANGUAGE plpgsql SET search_path = vmatrix, pg_temp AS $$
DECLARE
    was licence_version;
    name text := CASE WHEN TG_OP = 'DELETE' THEN OLD.licence ELSE NEW.licence END;
    moment timestamptz := clock_timestamp();
    estate_currency text := rate_at('currency', NULL, moment);
BEGIN
    SELECT * INTO was FROM licence_version WHERE licence = name AND upper_inf(valid) FOR UPDATE;
    IF TG_OP <> 'DELETE' AND (was.licence, was.cost_per_host_h, was.cost_per_core_h, was.currency)
       IS NOT DISTINCT FROM (NEW.licence, NEW.cost_per_host_h, NEW.cost_per_core_h, estate_currency) THEN
        RETURN NULL;
    END IF;
    moment := greatest(moment, lower(was.valid));
    IF was.recorded_xid = pg_current_xact_id() THEN
        DELETE FROM licence_version WHERE licence_version_id = was.licence_version_id;
        moment := lower(was.valid);
    ELSE
        UPDATE licence_version SET valid = tstzrange(lower(valid), moment)
            WHERE licence_version_id = was.licence_version_id;
    END IF;
    IF TG_OP <> 'DELETE' THEN
        INSERT INTO licence_version (licence, cost_per_host_h, cost_per_core_h, currency, valid)
            VALUES (NEW.licence, NEW.cost_per_host_h, NEW.cost_per_core_h, estate_currency,
                    tstzrange(moment, NULL));
    END IF;
    RETURN NULL;
END
$$;
COMMENT ON FUNCTION record_licence IS 'Keeps the history of licences.';

-- Where the estate has licences at all.
DO $$
BEGIN
    IF to_regclass('vmatrix.licence') IS NOT NULL THEN
        CREATE OR REPLACE TRIGGER record_licence AFTER INSERT OR UPDATE OR DELETE ON licence
            FOR EACH ROW EXECUTE FUNCTION record_licence();
    END IF;
END
$$;
