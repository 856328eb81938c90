SELECT licence, cost_per_host_h, cost_per_core_h, max_hosts,
       (SELECT count(*) FROM domain d WHERE l.licence = ANY (d.licence)) AS domains
FROM licence l ORDER BY licence COLLATE "C"
