-- The identity of a report: what the lines of each view add up to.
SELECT (SELECT coalesce(sum(total), 0) FROM cost_by_host WHERE snapshot_id = $1::bigint) AS hosts,
       (SELECT coalesce(sum(total), 0) FROM cost_by_service WHERE snapshot_id = $1::bigint) AS services,
       (SELECT coalesce(sum(total), 0) FROM cost_by_team WHERE snapshot_id = $1::bigint) AS teams
