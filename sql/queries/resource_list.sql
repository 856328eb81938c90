SELECT resource, soft_permille, hard_permille, overload_price, transient,
       (SELECT string_agg(c.host, ', ' ORDER BY c.host COLLATE "C") FROM host_capacity c
        WHERE c.resource = r.resource AND c.capacity IS NULL) AS no_capacity_known
FROM resource r ORDER BY resource COLLATE "C"
