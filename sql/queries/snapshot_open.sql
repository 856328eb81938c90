SELECT snapshot_open($1)
