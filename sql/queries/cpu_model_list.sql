-- What each CPU model runs on, and how many hosts and domains have it.
SELECT r.cpu_model, list_cell(r.runs_on) AS runs_on, r.known_from,
       (SELECT count(*) FROM host_cpu h WHERE h.label = r.cpu_model) AS hosts,
       (SELECT count(*) FROM domain_cpu d WHERE d.label = r.cpu_model) AS domains
FROM cpu_relation() r ORDER BY r.cpu_model COLLATE "C"
