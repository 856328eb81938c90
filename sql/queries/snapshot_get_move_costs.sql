SELECT "from", "to", operator_min, cost
FROM snapshot_move_cost WHERE snapshot_id = $1::bigint
ORDER BY line
