SELECT rule, name, domains, hosts, "limit", strength, price_per_h, owner, reason,
       valid_from, valid_to
FROM snapshot_rule WHERE snapshot_id = $1::bigint
ORDER BY name COLLATE "C"
