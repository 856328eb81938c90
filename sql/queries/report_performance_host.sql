-- Each span between two samples counts with its length, cut at the ends of the period.
WITH used AS (
    SELECT r.host_id, v.resource, v.ratio, l.hard_permille / 1000.0 AS hard_ratio,
           extract(epoch FROM least(r.sampled_at, $2::timestamptz)
                              - greatest(r.since, $1::timestamptz)) / 3600 AS span_h
    FROM measured_hosts($1::timestamptz, $2::timestamptz) r
    CROSS JOIN LATERAL (VALUES ('cpu_mcpu', r.cpu_ratio), ('memory_mib', r.memory_ratio)) AS v(resource, ratio)
    JOIN resource l USING (resource)
    WHERE r.sampled_at > $1::timestamptz AND r.since < $2::timestamptz AND v.ratio IS NOT NULL
)
SELECT h.host, u.resource, round(sum(u.span_h), 2) AS measured_h,
       round(sum(u.ratio * u.span_h) / sum(u.span_h), 4) AS mean_ratio,
       round(percentile_disc(0.95) WITHIN GROUP (ORDER BY u.ratio), 4) AS p95_ratio,
       round(min(u.hard_ratio), 4) AS limit_ratio, round(max(u.ratio), 4) AS max_ratio,
       round(coalesce(sum(u.span_h) FILTER (WHERE u.ratio > u.hard_ratio), 0), 2) AS over_h
FROM used u
JOIN host h USING (host_id)
GROUP BY h.host, u.host_id, u.resource
ORDER BY over_h DESC, h.host COLLATE "C", u.resource COLLATE "C"
