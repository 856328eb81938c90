-- A host that did not answer lately is neither called failed (its domains may run, and starting them
-- elsewhere would run them twice) nor trusted: it is closed, and what it holds stays. Only a person
-- says failed.
CREATE OR REPLACE FUNCTION snapshot_freeze_hosts(id bigint, max_age interval) RETURNS void
LANGUAGE plpgsql
SET search_path = vmatrix, pg_temp
AS $$
DECLARE
    h record;
    closed_because text;
BEGIN
    FOR h IN
        SELECT s.*, c.label AS cpu_label, host.class, host.zone, host.site, t.tags, host.machine_cost_per_h,
               host.sunk_cost_per_h, host.admin_min_per_month, host.idle_w, host.peak_w
        FROM host_state s JOIN host USING (host_id) JOIN host_cpu c USING (host_id)
            JOIN host_tags t USING (host_id) ORDER BY s.host COLLATE "C"
    LOOP
        closed_because := CASE
            WHEN h.declared_state = 'failed' THEN NULL
            WHEN h.cpu_mcpu IS NULL OR h.memory_mib IS NULL
                THEN 'its capacity is neither declared nor observed'
            WHEN NOT h.in_service AND h.n_domains = 0 THEN NULL
            WHEN h.answered_at IS NULL THEN 'it has never answered'
            WHEN h.unreachable_at > h.answered_at
                THEN 'it does not answer: ' || h.reason
            WHEN h.answered_at < now() - max_age
                THEN 'its last answer is older than ' || max_age
        END;
        IF closed_because IS NOT NULL THEN
            PERFORM snapshot_add_note(id, 'host', h.host, 'closed: ' || closed_because);
        END IF;
        INSERT INTO snapshot_host (snapshot_id, host, class, zone, site, state, cpu_model, tags,
                machine_cost_per_h, sunk_cost_per_h, admin_min_per_month, idle_w, peak_w, "on",
                host_id)
            VALUES (id, h.host, h.class, h.zone, h.site,
                CASE WHEN closed_because IS NULL THEN h.declared_state ELSE 'closed' END,
                h.cpu_label, list_cell(h.tags),
                coalesce(h.machine_cost_per_h, rate_at('machine_cost_per_h', h.class, now())::numeric),
                coalesce(h.sunk_cost_per_h, rate_at('sunk_cost_per_h', h.class, now())::numeric),
                coalesce(h.admin_min_per_month, rate_at('admin_min_per_month', h.class, now())::numeric),
                coalesce(h.idle_w, rate_at('idle_w', h.class, now())::numeric),
                coalesce(h.peak_w, rate_at('peak_w', h.class, now())::numeric),
                CASE WHEN h.n_domains > 0 THEN 1
                     WHEN h.in_service AND closed_because IS NULL AND h.declared_state <> 'failed'
                     THEN 1 ELSE 0 END,
                h.host_id);
        INSERT INTO snapshot_host_resource (snapshot_id, host, resource, capacity, soft)
            SELECT id, h.host, r.resource, c.capacity, c.soft
            FROM snapshot_resource r
            JOIN host_capacity c ON c.host_id = h.host_id AND c.resource = r.resource
            WHERE r.snapshot_id = id;
    END LOOP;
END
$$;
COMMENT ON FUNCTION snapshot_freeze_hosts(bigint, interval) IS 'Fills the hosts of a snapshot';
