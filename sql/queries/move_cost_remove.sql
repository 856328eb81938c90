SELECT move_cost_remove($1, $2)
