SELECT d.domain, coalesce(s.service, 'unallocated') AS service,
       coalesce(s.team, 'unallocated') AS team,
       coalesce(s.cost_center, 'unallocated') AS cost_center,
       h.host, p.state, p.n_vcpus AS vcpus, p.memory_mib, d.move, d.operator_min,
       list_cell(d.requires) AS requires,
       to_char(d.last_seen_at, 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS last_seen_at, d.uuid,
       d.move_cost, d.downtime_cost, d.dirty_mib_s, list_cell(d.licence) AS licence,
       (SELECT string_agg(concat_ws(' ', n.resource, 'in period ' || n.period, n.amount), '; '
                          ORDER BY n.resource, n.period NULLS FIRST)
        FROM domain_demand n WHERE n.domain_id = d.domain_id) AS declared_demand,
       list_cell(d.xml_requires) AS xml_requires, d.stays_because,
       CASE WHEN NOT d.heed_xml THEN 'no' END AS heed_xml
FROM domain d
JOIN placement p USING (domain_id)
JOIN host h USING (host_id)
LEFT JOIN service s USING (service_id)
ORDER BY d.domain COLLATE "C", h.host COLLATE "C"
