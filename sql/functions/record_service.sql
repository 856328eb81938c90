-- Trigger of service: a new name, team, cost center or tier begins a version.
CREATE OR REPLACE FUNCTION record_service() RETURNS trigger
LANGUAGE plpgsql SET search_path = vmatrix, pg_temp AS $$
DECLARE
    old service_version;
    moment timestamptz := clock_timestamp();
BEGIN
    SELECT * INTO old FROM service_version
        WHERE service_id = NEW.service_id AND upper_inf(valid) FOR UPDATE;
    IF NEW.removed_at IS NULL AND (old.service, old.team, old.cost_center, old.tier) IS NOT DISTINCT FROM
       (NEW.service, NEW.team, NEW.cost_center, NEW.tier) THEN
        RETURN NULL;
    END IF;
    moment := greatest(moment, lower(old.valid));
    IF old.recorded_xid = pg_current_xact_id() THEN
        DELETE FROM service_version WHERE service_version_id = old.service_version_id;
        moment := lower(old.valid);
    ELSE
        UPDATE service_version SET valid = tstzrange(lower(valid), moment)
            WHERE service_version_id = old.service_version_id;
    END IF;
    INSERT INTO service_version (service_id, service, team, cost_center, tier, valid)
        SELECT NEW.service_id, NEW.service, NEW.team, NEW.cost_center, NEW.tier,
               tstzrange(moment, NULL)
        WHERE NEW.removed_at IS NULL;
    RETURN NULL;
END
$$;
COMMENT ON FUNCTION record_service IS 'Keeps the history of services.';

CREATE OR REPLACE TRIGGER record_service AFTER INSERT OR UPDATE ON service
    FOR EACH ROW EXECUTE FUNCTION record_service();
