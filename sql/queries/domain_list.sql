SELECT d.domain, coalesce(s.service, 'unallocated') AS service,
       coalesce(s.team, 'unallocated') AS team,
       coalesce(s.cost_center, 'unallocated') AS cost_center,
       h.host, p.state, p.n_vcpus AS vcpus, p.memory_mib, d.move, d.operator_min,
       list_cell(d.requires) AS requires,
       to_char(d.last_seen_at, 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS last_seen_at, d.uuid
FROM domain d
JOIN placement p USING (domain_id)
JOIN host h USING (host_id)
LEFT JOIN service s USING (service_id)
ORDER BY d.domain COLLATE "C", h.host COLLATE "C"
