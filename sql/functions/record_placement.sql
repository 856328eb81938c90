-- Trigger of placement: another host, state or size begins a version when it was observed.
CREATE OR REPLACE FUNCTION record_placement() RETURNS trigger
LANGUAGE plpgsql SET search_path = vmatrix, pg_temp AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        PERFORM placement_record(OLD, NULL, clock_timestamp());
    ELSIF TG_OP = 'INSERT' THEN
        PERFORM placement_record(NULL, NEW, NEW.observed_at);
    ELSE
        PERFORM placement_record(OLD, NEW, NEW.observed_at);
    END IF;
    RETURN NULL;
END
$$;
COMMENT ON FUNCTION record_placement IS 'Keeps the history of placements.';

CREATE OR REPLACE TRIGGER record_placement AFTER INSERT OR DELETE ON placement
    FOR EACH ROW EXECUTE FUNCTION record_placement();
CREATE OR REPLACE TRIGGER record_placement_change AFTER UPDATE ON placement FOR EACH ROW
    WHEN ((OLD.host_id, OLD.state, OLD.n_vcpus, OLD.memory_mib) IS DISTINCT FROM
          (NEW.host_id, NEW.state, NEW.n_vcpus, NEW.memory_mib))
    EXECUTE FUNCTION record_placement();
