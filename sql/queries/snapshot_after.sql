SELECT snapshot_after($1)
