-- Domains that are active somewhere, and what they need. Without any CPU figure the configured virtual
-- CPUs are taken, never 0, and a note says so.
CREATE OR REPLACE FUNCTION snapshot_freeze_domains(id bigint) RETURNS void
LANGUAGE sql
SET search_path = vmatrix, pg_temp
AS $$
    -- A copy that a plan made is known by its name beside its template's, within the service.
    INSERT INTO snapshot_domain (snapshot_id, domain, service, host, state, move, operator_min,
            move_cost, downtime_cost, dirty_mib_s, moved_h_ago, requires, licence, cpu_model,
            domain_id, uuid, observed_name, replica_of)
        WITH facts AS MATERIALIZED (SELECT * FROM snapshot_domain_facts(id))
        SELECT id, f.name, f.service, f.host,
               CASE f.state WHEN 'paused' THEN 'paused' ELSE 'running' END,
               CASE WHEN f.fixed IS NOT NULL THEN 'never'
                    WHEN d.move = 'live' AND d.dirty_mib_s >= usual.rate_mib_s
                    THEN CASE usual.non_converging WHEN 'save' THEN 'save' WHEN 'leave' THEN 'never'
                              ELSE 'live' END
                    ELSE d.move END,
               coalesce(d.operator_min, usual.operator_min), d.move_cost, d.downtime_cost,
               d.dirty_mib_s,
               CASE WHEN d.moved_at IS NOT NULL -- greatest would make 0 of a NULL: just moved
                    THEN round(greatest(extract(epoch FROM now() - d.moved_at), 0) / 3600, 4) END,
               list_cell(d.requires || ties.requires), list_cell(d.licence), cpu.label, f.domain_id, f.uuid,
               f.observed_name, template.name
        FROM facts f
        JOIN domain d USING (domain_id)
        JOIN snapshot_ties(id) ties USING (domain_id)
        LEFT JOIN domain_cpu cpu USING (domain_id)
        CROSS JOIN (SELECT rate_at('operator_min', NULL, now())::numeric AS operator_min,
                           rate_at('non_converging', NULL, now()) AS non_converging,
                           least(rate_at('bandwidth_mib_s', NULL, now())::numeric,
                                 rate_at('migration_mib_s', NULL, now())::numeric) AS rate_mib_s)
                   usual
        LEFT JOIN facts template ON template.service = f.service AND template.name <> f.name
             AND template.name = regexp_replace(f.name, '-replica-[0-9]+$', '');
    SELECT snapshot_freeze_demand(id);
    INSERT INTO snapshot_note (snapshot_id, line, kind, subject, note)
        SELECT id, (SELECT coalesce(max(line), 0) FROM snapshot_note WHERE snapshot_id = id)
                   + row_number() OVER (ORDER BY f.name COLLATE "C", n.note), 'domain', f.name,
               n.note
        FROM snapshot_domain_facts(id) f
        CROSS JOIN LATERAL (VALUES
            ('stays where it is: ' || f.fixed),
            (CASE WHEN NOT f.demand ? 'cpu_mcpu' AND f.n_vcpus IS NOT NULL
                  THEN format('no CPU use was measured: its %s virtual CPUs are taken in full',
                              f.n_vcpus) END)) AS n (note)
        WHERE n.note IS NOT NULL
$$;
COMMENT ON FUNCTION snapshot_freeze_domains(bigint) IS 'Fills the domains of a snapshot';
