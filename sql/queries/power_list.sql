SELECT h.host, p.power_on, p.power_off, p.confirm_s, p.changed_by::text AS changed_by
FROM host h LEFT JOIN power_command p USING (host_id)
WHERE h.removed_at IS NULL
ORDER BY h.host
