SELECT name, rule, domains, hosts, "limit", strength, price_per_h, owner, reason,
       to_char(valid_from, 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS valid_from,
       to_char(valid_to, 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS valid_to
FROM rule ORDER BY name COLLATE "C"
