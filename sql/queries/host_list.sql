SELECT h.host, h.uri, h.state, h.in_service, h.class, h.zone, h.site, list_cell(h.tags) AS tags,
       s.n_domains AS domains, s.cpu_mcpu, s.memory_mib, s.disk_iops, s.network_mbit_s,
       h.machine_cost_per_h,
       to_char(s.answered_at, 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS answered_at,
       CASE WHEN s.unreachable_at IS NOT NULL THEN s.reason END AS unreachable
FROM host h JOIN host_state s USING (host_id)
ORDER BY h.host COLLATE "C"
