SELECT resource, "with", ratio_permille, price_per_h
FROM snapshot_balance WHERE snapshot_id = $1::bigint
ORDER BY line
