-- Domains that are active somewhere. What was not measured stays NULL; without any CPU figure the
-- configured virtual CPUs are taken, never 0, and a note says so.
CREATE OR REPLACE FUNCTION snapshot_freeze_domains(id bigint) RETURNS void
LANGUAGE plpgsql
SET search_path = vmatrix, pg_temp
AS $$
DECLARE
    s snapshot;
    d record;
    fixed text;
BEGIN
    SELECT * INTO s FROM snapshot WHERE snapshot_id = id;
    FOR d IN
        SELECT p.*, n.name, known.domain AS observed_name, known.uuid, known.move,
               known.operator_min, known.move_cost, known.downtime_cost, known.dirty_mib_s,
               known.requires, known.moved_at, service.service, h.state AS host_state,
               host.state AS declared_state
        FROM snapshot_place_domains(id) p
        JOIN domain known USING (domain_id)
        JOIN snapshot_names() n USING (domain_id)
        JOIN snapshot_host h ON h.snapshot_id = id AND h.host = p.host
        JOIN host ON host.host_id = h.host_id
        LEFT JOIN service USING (service_id)
        ORDER BY n.name COLLATE "C"
    LOOP
        fixed := CASE
            WHEN d.conflict IS NOT NULL THEN 'it runs on several hosts at once (' || d.conflict || ')'
            WHEN d.state = 'unknown' THEN 'its host does not tell its state'
            WHEN d.host_state = 'closed' AND d.declared_state <> 'closed'
                THEN 'its host is not known to answer'
            WHEN d.n_vcpus IS NULL OR d.memory_mib IS NULL THEN 'its size is not known'
        END;
        IF fixed IS NOT NULL THEN
            PERFORM snapshot_add_note(id, 'domain', d.name, 'stays where it is: ' || fixed);
        END IF;
        INSERT INTO snapshot_domain (snapshot_id, domain, service, host, state, move, operator_min,
                move_cost, downtime_cost, dirty_mib_s, moved_h_ago, requires, domain_id, uuid,
                observed_name)
            VALUES (id, d.name, d.service, d.host,
                CASE d.state WHEN 'paused' THEN 'paused' ELSE 'running' END,
                CASE WHEN fixed IS NULL THEN d.move ELSE 'never' END,
                coalesce(d.operator_min, rate_at('operator_min', NULL, now())::numeric),
                d.move_cost, d.downtime_cost, d.dirty_mib_s,
                round(greatest(extract(epoch FROM s.taken_at - d.moved_at), 0) / 3600, 4),
                list_cell(d.requires), d.domain_id, d.uuid, d.observed_name);
        INSERT INTO snapshot_domain_resource (snapshot_id, domain, resource, amount)
            SELECT id, d.name, r.resource, d.memory_mib FROM snapshot_resource r
            WHERE r.snapshot_id = id AND r.resource = 'memory_mib';
    END LOOP;
    INSERT INTO snapshot_domain_resource (snapshot_id, domain, resource, amount)
        SELECT id, sd.domain, u.resource, u.amount
        FROM snapshot_demand_of(s.demand_from, s.demand_to) u
        JOIN snapshot_domain sd ON sd.snapshot_id = id AND sd.domain_id = u.domain_id
        JOIN snapshot_resource r ON r.snapshot_id = id AND r.resource = u.resource;
    PERFORM snapshot_assume_cpu(id);
END
$$;
COMMENT ON FUNCTION snapshot_freeze_domains(bigint) IS 'Fills domains and demand of a snapshot';
