-- As what the hypervisors know each domain of a snapshot.
SELECT domain, uuid, observed_name
FROM snapshot_domain
WHERE snapshot_id = $1::bigint
ORDER BY domain
