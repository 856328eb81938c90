SELECT h.host, h.uri, h.state, h.in_service, h.class, h.zone, h.site, list_cell(h.tags) AS tags,
       s.n_domains AS domains, s.cpu_mcpu, s.memory_mib, s.disk_iops, s.network_mbit_s,
       h.machine_cost_per_h,
       to_char(s.answered_at, 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS answered_at,
       CASE WHEN s.unreachable_at IS NOT NULL THEN s.reason END AS unreachable,
       s.cpu_model, h.sunk_cost_per_h, h.admin_min_per_month, h.idle_w, h.peak_w,
       (SELECT string_agg(concat_ws(' ', c.resource, c.capacity, 'soft ' || c.soft), '; '
                          ORDER BY c.resource)
        FROM host_capacity c WHERE c.host_id = h.host_id
          AND (c.soft IS NOT NULL OR (c.capacity IS NOT NULL AND c.resource NOT IN
               ('cpu_mcpu', 'memory_mib', 'disk_iops', 'network_mbit_s')))) AS other_resources,
       list_cell(o.networks) AS networks, list_cell(o.pools) AS pools
FROM host h JOIN host_state s USING (host_id) LEFT JOIN host_observation o USING (host_id)
ORDER BY h.host COLLATE "C"
