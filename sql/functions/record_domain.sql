-- Trigger of domain: a new name, service, licence or cost of a move begins a version.
CREATE OR REPLACE FUNCTION record_domain() RETURNS trigger
LANGUAGE plpgsql SET search_path = vmatrix, pg_temp AS $$
DECLARE
    old domain_version;
    moment timestamptz := CASE WHEN TG_OP = 'INSERT' THEN history_moment(NEW.first_seen_at)
                               ELSE clock_timestamp() END;
BEGIN
    SELECT * INTO old FROM domain_version
        WHERE domain_id = NEW.domain_id AND upper_inf(valid) FOR UPDATE;
    IF (old.domain, old.service_id, old.operator_min, old.move_cost, old.downtime_cost, old.licences)
       IS NOT DISTINCT FROM
       (NEW.domain, NEW.service_id, NEW.operator_min, NEW.move_cost, NEW.downtime_cost, NEW.licence) THEN
        RETURN NULL;
    END IF;
    moment := greatest(moment, lower(old.valid));
    IF old.recorded_xid = pg_current_xact_id() THEN
        DELETE FROM domain_version WHERE domain_version_id = old.domain_version_id;
        moment := lower(old.valid);
    ELSE
        UPDATE domain_version SET valid = tstzrange(lower(valid), moment)
            WHERE domain_version_id = old.domain_version_id;
    END IF;
    INSERT INTO domain_version (domain_id, domain, service_id, operator_min, move_cost,
                                downtime_cost, licences, valid)
        VALUES (NEW.domain_id, NEW.domain, NEW.service_id, NEW.operator_min, NEW.move_cost,
                NEW.downtime_cost, NEW.licence, tstzrange(moment, NULL));
    -- A service that was first told of together with the domain begins with it, not a moment later.
    UPDATE service_version s SET valid = tstzrange(moment, NULL)
        WHERE s.service_id = NEW.service_id AND s.recorded_xid = pg_current_xact_id()
          AND upper_inf(s.valid) AND lower(s.valid) > moment
          AND NOT EXISTS (SELECT FROM service_version e
                          WHERE e.service_id = s.service_id AND e.service_version_id <> s.service_version_id);
    RETURN NULL;
END
$$;
COMMENT ON FUNCTION record_domain IS 'Keeps the history of domains.';

CREATE OR REPLACE TRIGGER record_domain AFTER INSERT ON domain
    FOR EACH ROW EXECUTE FUNCTION record_domain();
CREATE OR REPLACE TRIGGER record_domain_change AFTER UPDATE ON domain FOR EACH ROW
    WHEN ((OLD.domain, OLD.service_id, OLD.operator_min, OLD.move_cost, OLD.downtime_cost, OLD.licence)
          IS DISTINCT FROM
          (NEW.domain, NEW.service_id, NEW.operator_min, NEW.move_cost, NEW.downtime_cost, NEW.licence))
    EXECUTE FUNCTION record_domain();
