SELECT host, uri FROM host WHERE removed_at IS NULL ORDER BY host COLLATE "C"
