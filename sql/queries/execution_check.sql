SELECT check_execution($1::text, $2::text)
