SELECT host_undrain($1)
