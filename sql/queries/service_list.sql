SELECT s.service, coalesce(s.team, 'unallocated') AS team,
       coalesce(s.cost_center, 'unallocated') AS cost_center, s.tier, s.min_zones,
       s.max_per_host, s.max_per_zone, list_cell(s.near) AS near,
       count(d.domain_id) AS domains,
       CASE WHEN s.declared THEN 'command' ELSE 'metadata' END AS known_from,
       s.min_replicas, s.max_replicas
FROM service s
LEFT JOIN domain d ON d.service_id = s.service_id
                  AND EXISTS (SELECT FROM placement p WHERE p.domain_id = d.domain_id)
WHERE s.removed_at IS NULL
GROUP BY s.service_id
ORDER BY s.service COLLATE "C"
