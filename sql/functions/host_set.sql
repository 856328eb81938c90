-- Sets the columns that are in fields, and no other; null takes a value away.
CREATE OR REPLACE FUNCTION host_set(host_name text, fields jsonb) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = vmatrix, pg_temp
AS $$
BEGIN
    UPDATE host h
        SET (uri, migrate_uri, peer_uri, zone, site, class, state, cpu_model, tags,
             machine_cost_per_h, sunk_cost_per_h, admin_min_per_month, idle_w, peak_w, cpu_mcpu,
             memory_mib, disk_iops, network_mbit_s, in_service)
          = (SELECT n.uri, n.migrate_uri, n.peer_uri, n.zone, n.site, n.class, n.state,
                    n.cpu_model, n.tags, n.machine_cost_per_h, n.sunk_cost_per_h,
                    n.admin_min_per_month, n.idle_w, n.peak_w, n.cpu_mcpu, n.memory_mib,
                    n.disk_iops, n.network_mbit_s, n.in_service
             FROM jsonb_populate_record(h, fields) n)
        WHERE host_id = host_id_of(host_name);
    IF fields ?| '{resource, capacity, soft}' THEN
        PERFORM host_set_resource(host_id_of(host_name), fields);
    END IF;
END
$$;
COMMENT ON FUNCTION host_set(text, jsonb) IS 'Changes a host of the inventory';
GRANT EXECUTE ON FUNCTION host_set(text, jsonb) TO vmatrix_planner;
