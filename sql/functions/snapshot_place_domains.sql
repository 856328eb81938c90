-- Where each domain is, of all hosts that listed it: where it runs before where it is paused, then
-- the latest word. Two hosts that both run it now are a conflict that no plan may touch.
CREATE OR REPLACE FUNCTION snapshot_place_domains(id bigint)
RETURNS TABLE (domain_id bigint, host text, state text, n_vcpus integer, memory_mib bigint,
               conflict text)
LANGUAGE sql STABLE
SET search_path = vmatrix, pg_temp
AS $$
    WITH seen AS (
        SELECT p.*, h.host, s.state AS host_state,
               row_number() OVER (PARTITION BY p.domain_id
                   ORDER BY p.state = 'running' DESC, p.observed_at DESC, p.host_id) AS choice,
               string_agg(h.host, ', ') FILTER (WHERE p.state = 'running' AND s.state <> 'closed')
                   OVER same AS running_on,
               count(*) FILTER (WHERE p.state = 'running' AND s.state <> 'closed')
                   OVER same AS n_running
        FROM placement p
        JOIN host h USING (host_id)
        JOIN snapshot_host s ON s.snapshot_id = id AND s.host_id = p.host_id
        WHERE p.state IN ('running', 'paused', 'unknown')
        WINDOW same AS (PARTITION BY p.domain_id)
    )
    SELECT domain_id, host, state, n_vcpus, memory_mib,
           CASE WHEN n_running > 1 THEN running_on END
    FROM seen WHERE choice = 1
$$;
COMMENT ON FUNCTION snapshot_place_domains(bigint) IS 'Placement as last observed, one host a domain';
