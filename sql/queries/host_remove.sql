SELECT host_remove($1)
