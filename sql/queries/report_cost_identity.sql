-- The identity of the cost report: hosts, services and teams cost the same in all.
SELECT h.total, c.currency,
       abs(h.total - h.charged - h.idle) + abs(h.total - s.total) + abs(h.total - t.total) AS difference,
       format('charged %s + idle %s = hosts %s; services with idle %s; teams with idle %s',
              h.charged, h.idle, h.total, s.total, t.total) AS statement
FROM snapshot_price c
CROSS JOIN (SELECT coalesce(sum(total), 0) AS total, coalesce(sum(charged), 0) AS charged,
                   coalesce(sum(idle), 0) AS idle
            FROM cost_by_host WHERE snapshot_id = $1::bigint) h
CROSS JOIN (SELECT coalesce(sum(total), 0) AS total FROM cost_by_service WHERE snapshot_id = $1::bigint) s
CROSS JOIN (SELECT coalesce(sum(total), 0) AS total FROM cost_by_team WHERE snapshot_id = $1::bigint) t
WHERE c.snapshot_id = $1::bigint
