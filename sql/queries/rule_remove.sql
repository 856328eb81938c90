SELECT rule_remove($1)
