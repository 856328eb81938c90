-- The course of the period in at most 200 equal slots: mean and highest CPU use of all hosts.
WITH use AS (
    SELECT * FROM measured_hosts($1::timestamptz, $2::timestamptz) m
    WHERE m.since >= $1::timestamptz AND m.sampled_at <= $2::timestamptz
)
SELECT to_char(min(r.since), 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS "at",
       round(sum(r.cpu_ratio * r.elapsed_s) / sum(r.elapsed_s), 4) AS mean_ratio,
       round(max(r.cpu_ratio), 4) AS max_ratio, count(DISTINCT r.host_id) AS hosts
FROM use r
CROSS JOIN (SELECT min(since) AS first, max(sampled_at) AS last FROM use) b
CROSS JOIN LATERAL (
    SELECT floor(199.999 * extract(epoch FROM r.since - b.first)
                 / greatest(extract(epoch FROM b.last - b.first), 1)) AS slot
) s
WHERE r.cpu_ratio IS NOT NULL
GROUP BY s.slot
ORDER BY s.slot
