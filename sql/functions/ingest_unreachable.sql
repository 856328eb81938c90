-- A host gave no answer: what is known of it stays, with the reason beside it.
CREATE OR REPLACE FUNCTION ingest_unreachable(of_batch uuid, host_name text, why text)
RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = vmatrix, pg_temp
AS $$
DECLARE
    id integer := host_id_of(host_name);
BEGIN
    INSERT INTO ingest_note (batch, host_id, note) VALUES (of_batch, id, why);
    INSERT INTO host_observation (host_id, unreachable_at, reason)
        VALUES (id, clock_timestamp(), why)
        ON CONFLICT (host_id) DO UPDATE
            SET unreachable_at = excluded.unreachable_at, reason = excluded.reason;
    UPDATE ingest_batch SET n_unreachable = n_unreachable + 1 WHERE batch = of_batch;
END
$$;
COMMENT ON FUNCTION ingest_unreachable(uuid, text, text) IS 'Notes that a host did not answer';
GRANT EXECUTE ON FUNCTION ingest_unreachable(uuid, text, text) TO vmatrix_collector;
