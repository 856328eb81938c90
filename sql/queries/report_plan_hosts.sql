-- The hosts that change first.
SELECT h.host, h.zone,
       CASE WHEN h.before_in_service AND h.after_in_service THEN 'in service'
            WHEN h.before_in_service THEN 'leaves service'
            WHEN h.after_in_service THEN 'enters service'
            ELSE 'off' END AS state,
       h.domains_before, h.domains_after, u.resource,
       CASE WHEN u.capacity > 0 THEN round(u.before / u.capacity, 4) END AS before_ratio,
       CASE WHEN u.capacity > 0 THEN round(u.after / u.capacity, 4) END AS after_ratio,
       round(u.hard_permille / 1000.0, 4) AS limit_ratio,
       u.before, u.after, u.capacity::bigint AS capacity
FROM plan_host h
JOIN plan_host_use u USING (plan, host)
WHERE h.plan = $1::text AND (u.capacity > 0 OR u.before > 0 OR u.after > 0)
ORDER BY h.before_in_service = h.after_in_service, h.domains_before = h.domains_after,
         h.host COLLATE "C", u.resource COLLATE "C"
