-- Response times as the services' own monitoring told them (vmatrix ledger measure), an hour each.
SELECT m.service, m.team, count(*) AS measured_h, sum(m.requests) AS requests,
       round(CASE WHEN sum(m.requests) FILTER (WHERE m.response_ms IS NOT NULL) > 0
                  THEN sum(m.response_ms * m.requests)
                       / sum(m.requests) FILTER (WHERE m.response_ms IS NOT NULL)
                  ELSE avg(m.response_ms) END, 3) AS mean_ms,
       round(percentile_disc(0.95) WITHIN GROUP (ORDER BY m.response_ms), 3) AS p95_ms,
       round(max(m.response_ms), 3) AS max_ms, round(max(m.target_ms), 3) AS target_ms,
       count(*) FILTER (WHERE m.response_ms > m.target_ms) AS over_h,
       round(count(*) FILTER (WHERE m.response_ms <= m.target_ms)::numeric
             / nullif(count(*) FILTER (WHERE m.response_ms IS NOT NULL AND m.target_ms IS NOT NULL), 0), 4) AS kept_ratio
FROM service_measure m
WHERE m.starts_at >= $1::timestamptz AND m.starts_at < $2::timestamptz
GROUP BY m.service_id, m.service, m.team
HAVING count(m.response_ms) > 0
ORDER BY over_h DESC, m.service COLLATE "C", m.team COLLATE "C"
