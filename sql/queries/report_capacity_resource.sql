-- Days until full: the line of least squares through the peaks of the snapshots of the last 90 days,
-- where there are three or more that span a day or more and the line rises.
WITH now_used AS (
    SELECT c.resource, sum(c.capacity) AS capacity, sum(c.hard) FILTER (WHERE c.state = 'up') AS hard,
           sum(c.peak) AS peak
    FROM capacity c
    WHERE c.snapshot_id = $1::bigint
    GROUP BY c.resource
), trend AS (
    SELECT t.resource, count(*) AS snapshots,
           -- Of days before the snapshot, and rounded: the slope of whole figures shall be whole.
           round(regr_slope(t.peak, extract(epoch FROM t.taken_at - s.taken_at)::numeric / 86400)::numeric, 6) AS per_day,
           max(t.taken_at) - min(t.taken_at) AS span
    FROM capacity_trend t
    JOIN snapshot s ON s.snapshot_id = $1::bigint
    WHERE s.source = 'estate' AND t.taken_at BETWEEN s.taken_at - interval '90 days' AND s.taken_at
    GROUP BY t.resource
)
SELECT n.resource, CASE WHEN n.capacity > 0 THEN round(n.peak / n.capacity, 4) END AS peak_ratio,
       CASE WHEN n.capacity > 0 THEN round(coalesce(n.hard, 0) / n.capacity, 4) END AS limit_ratio,
       n.capacity, n.peak, coalesce(n.hard, 0) - n.peak AS headroom,
       CASE WHEN t.snapshots >= 3 AND t.span >= interval '1 day' THEN round(t.per_day, 1) END AS growth_per_day,
       CASE WHEN t.snapshots >= 3 AND t.span >= interval '1 day' AND t.per_day > 0
            THEN greatest(ceil((coalesce(n.hard, 0) - n.peak) / t.per_day), 0)::bigint END AS days_until_full
FROM now_used n
LEFT JOIN trend t USING (resource)
WHERE n.capacity > 0
ORDER BY 2 DESC NULLS LAST, n.resource COLLATE "C"
