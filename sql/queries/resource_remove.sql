SELECT resource_remove($1)
