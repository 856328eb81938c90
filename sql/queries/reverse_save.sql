SELECT save_reverse($1, $2::json, $3)
