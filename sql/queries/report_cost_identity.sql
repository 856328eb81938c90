-- The identity of the cost reports: hosts, services and teams cost the same in all.
WITH sums AS (
    SELECT (SELECT coalesce(sum(total), 0) FROM cost_by_host WHERE snapshot_id = $1::bigint) AS hosts,
           (SELECT coalesce(sum(charged), 0) FROM cost_by_host WHERE snapshot_id = $1::bigint) AS charged,
           (SELECT coalesce(sum(idle), 0) FROM cost_by_host WHERE snapshot_id = $1::bigint) AS idle,
           (SELECT coalesce(sum(total), 0) FROM cost_by_service WHERE snapshot_id = $1::bigint) AS services,
           (SELECT coalesce(sum(total), 0) FROM cost_by_team WHERE snapshot_id = $1::bigint) AS teams
)
SELECT s.hosts AS total, c.currency,
       abs(s.hosts - s.charged - s.idle) + abs(s.hosts - s.services) + abs(s.hosts - s.teams)
           AS difference,
       format('charged %s + idle %s = hosts %s; services with idle %s; teams with idle %s',
              s.charged, s.idle, s.hosts, s.services, s.teams) AS statement
FROM sums s
JOIN snapshot_price c ON c.snapshot_id = $1::bigint
