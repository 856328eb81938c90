SELECT service_remove($1)
