SELECT "from", "to", operator_min, cost FROM move_cost ORDER BY "from" COLLATE "C", "to" COLLATE "C"
