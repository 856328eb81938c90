-- How each host of a snapshot is reached and switched now; NULL where it is not in the inventory any
-- more.
SELECT s.host, h.uri, coalesce(h.peer_uri, h.uri) AS peer_uri, h.migrate_uri, h.state, p.power_on,
       p.power_off, p.confirm_s
FROM snapshot_host s
LEFT JOIN host h ON h.host_id = s.host_id AND h.removed_at IS NULL
LEFT JOIN power_command p ON p.host_id = h.host_id
WHERE s.snapshot_id = $1::bigint
ORDER BY s.host
