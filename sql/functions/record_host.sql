-- Trigger of host and host_observation: their changes become versions.
CREATE OR REPLACE FUNCTION record_host() RETURNS trigger
LANGUAGE plpgsql SET search_path = vmatrix, pg_temp AS $$
BEGIN
    PERFORM host_record(NEW.host_id);
    RETURN NULL;
END
$$;
COMMENT ON FUNCTION record_host IS 'Keeps the history of hosts.';

CREATE OR REPLACE TRIGGER record_host AFTER INSERT OR UPDATE ON host
    FOR EACH ROW EXECUTE FUNCTION record_host();
CREATE OR REPLACE TRIGGER record_host AFTER INSERT ON host_observation
    FOR EACH ROW EXECUTE FUNCTION record_host();
CREATE OR REPLACE TRIGGER record_host_change AFTER UPDATE ON host_observation FOR EACH ROW
    WHEN ((OLD.n_cpus, OLD.memory_mib) IS DISTINCT FROM (NEW.n_cpus, NEW.memory_mib))
    EXECUTE FUNCTION record_host();
