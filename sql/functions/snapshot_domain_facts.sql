-- All that a snapshot takes of each active domain, with the reason where it must stay where it is.
-- demand: resource → amount as measured; what was not measured is not in it.
CREATE OR REPLACE FUNCTION snapshot_domain_facts(id bigint)
RETURNS TABLE (name text, domain_id bigint, uuid uuid, observed_name text, service text, host text,
               state text, n_vcpus integer, memory_mib bigint, demand jsonb, fixed text)
LANGUAGE sql STABLE
SET search_path = vmatrix, pg_temp
AS $$
    WITH demand AS MATERIALIZED (
        SELECT u.domain_id, jsonb_object_agg(u.resource, u.amount) AS amounts
        FROM snapshot s, snapshot_demand_of(s.demand_from, s.demand_to) u
        WHERE s.snapshot_id = id GROUP BY u.domain_id
    ), placed AS MATERIALIZED (
        SELECT * FROM snapshot_place_domains(id)
    ), named AS MATERIALIZED (
        SELECT * FROM snapshot_names()
    )
    SELECT n.name, p.domain_id, known.uuid, known.domain, service.service, p.host, p.state,
           p.n_vcpus, p.memory_mib, coalesce(demand.amounts, '{}'),
           CASE
               WHEN p.conflict IS NOT NULL
                   THEN 'it runs on several hosts at once (' || p.conflict || ')'
               WHEN p.state = 'unknown' THEN 'its host does not tell its state'
               WHEN h.state = 'closed' AND host.state <> 'closed'
                   THEN 'its host is not known to answer'
               WHEN p.n_vcpus IS NULL OR p.memory_mib IS NULL THEN 'its size is not known'
           END
    FROM placed p
    JOIN domain known USING (domain_id)
    JOIN named n USING (domain_id)
    JOIN snapshot_host h ON h.snapshot_id = id AND h.host = p.host
    JOIN host ON host.host_id = h.host_id
    LEFT JOIN demand USING (domain_id)
    LEFT JOIN service USING (service_id)
$$;
COMMENT ON FUNCTION snapshot_domain_facts(bigint) IS 'What a snapshot takes of each active domain';
