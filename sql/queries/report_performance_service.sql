-- Slowdown by waiting for CPU, 1 / (1 - use) of the host (M/M/1), against the tier's max_slowdown: what
-- a request takes in comparison with an idle host. A full host is told as 100 times.
WITH span AS (
    SELECT d.domain_id, o.service_id, r.elapsed_s / 3600 AS span_h, 1 / greatest(1 - r.cpu_ratio, 0.01) AS slowdown
    FROM measured_hosts($1::timestamptz, $2::timestamptz) r
    JOIN domain_sample d USING (host_id, batch)
    JOIN domain o USING (domain_id)
    WHERE r.since >= $1::timestamptz AND r.sampled_at <= $2::timestamptz AND r.cpu_ratio IS NOT NULL
      AND d.state = 'running'
)
SELECT s.service, s.team, s.tier, count(DISTINCT x.domain_id) AS domains, round(sum(x.span_h), 2) AS measured_h,
       round(sum(x.slowdown * x.span_h) / sum(x.span_h), 3) AS mean_slowdown,
       round(percentile_disc(0.95) WITHIN GROUP (ORDER BY x.slowdown), 3) AS p95_slowdown,
       t.max_slowdown AS target_slowdown,
       CASE WHEN t.max_slowdown IS NOT NULL
            THEN round(coalesce(sum(x.span_h) FILTER (WHERE x.slowdown > t.max_slowdown), 0), 2) END AS over_h,
       CASE WHEN t.max_slowdown IS NOT NULL
            THEN round(coalesce(sum(x.span_h) FILTER (WHERE x.slowdown <= t.max_slowdown), 0) / sum(x.span_h), 4)
            END AS kept_ratio
FROM span x
LEFT JOIN service s USING (service_id)
LEFT JOIN tier t ON t.tier = s.tier AND t.resource = 'cpu_mcpu'
GROUP BY s.service, s.team, s.tier, t.max_slowdown
ORDER BY over_h DESC NULLS LAST, s.service COLLATE "C"
